import { analyzers, analyzersZhTW } from '../analyzers/index.ts';
import { causes, causesZhTW } from '../causes/index.ts';
import { explainCause } from '../explain/explain-cause.ts';
import type { Explanation, ExplainOptions } from '../explain/index.ts';

/** What is known of a cause, from everything that ships; undefined when the text is no cause's id. */
export function causeAnswer(text: string, options: ExplainOptions): Explanation | undefined {
  return explainCause(text, { causes, causesZhTW, analyzers, analyzersZhTW }, options);
}
