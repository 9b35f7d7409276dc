import { asObject } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';

/** The object that an answer of any size holds; undefined for an error page or one that was cut. */
export function parsedAnswer(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether the text is JSON at all. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
