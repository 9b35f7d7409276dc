import { type CausePage, causePage, type CauseSources } from './cause-page.ts';
import { explain } from './index.ts';
import type { Explanation, ExplainOptions } from './types.ts';

/**
 * Explains a cause by its id: everything that is known of it. Undefined when the text is anything but an id that ships, blanks around it
 * included: an id inside other text is a word like others.
 */
export function explainCause(text: string, sources: CauseSources, options: ExplainOptions = {}): Explanation | undefined {
  const page: CausePage | undefined = causePage(text, sources, options.language ?? 'en', options.istio);
  return page === undefined ? undefined : { ...explain('', { language: options.language ?? 'en' }), text, recognized: true, kind: 'cause', cause: page };
}
