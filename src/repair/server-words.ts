import type { JsonObject } from '../model/json.ts';
import type { Answer } from '../sources/cluster/cluster-port.ts';
import { messageOf, parsedAnswer } from '../sources/cluster/parse-answer.ts';

const LONGEST = 600;

/** What the API server said in a refusal. */
export function wordsOf({ status, text }: Answer): string {
  return `${status} ${messageOf(text, LONGEST)}`.trim();
}

/** The object in an answer; undefined for a refusal or an answer that is none. */
export function objectOf({ status, text, isCut }: Answer): JsonObject | undefined {
  return status < 300 && !isCut ? parsedAnswer(text) : undefined;
}
