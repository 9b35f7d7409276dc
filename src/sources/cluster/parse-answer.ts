import { asObject, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';

/** The object that an answer of any size holds; undefined for an error page or one that was cut. */
export function parsedAnswer(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What a server said in a refusal: the message of its Status object; proxies and early errors speak in plain text. */
export function messageOf(body: string, longest: number): string {
  return (stringAt(parsedAnswer(body), 'message') ?? body).slice(0, longest);
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
