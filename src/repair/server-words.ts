import { asObject, parsedJson, stringAt } from '../formats/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { Answer } from '../sources/cluster/cluster-port.ts';

const LONGEST = 600;

/** What the API server said in a refusal. */
export function wordsOf({ status, text }: Answer): string {
  return `${status} ${(stringAt(parsedJson(text), 'message') ?? text).slice(0, LONGEST)}`.trim();
}

/** The object in an answer; undefined for a refusal or an answer that is none. */
export function objectOf({ status, text, isCut }: Answer): JsonObject | undefined {
  return status < 300 && !isCut ? asObject(parsedJsonOfAnySize(text)) : undefined;
}

function parsedJsonOfAnySize(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: a proxy answered
  }
}
