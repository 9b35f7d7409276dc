import type { Diagnosis } from '../model/diagnosis.ts';

/** Keys that come first, in this order, wherever they stand; all others follow by name. */
const first = [
  'schemaVersion',
  'tool',
  'question',
  'snapshot',
  'verdict',
  'reason',
  'requests',
  'path',
  'incidents',
  'causes',
  'risks',
  'ineffective',
  'findings',
  'fixes',
  'outcomes',
  'kind',
  'id',
  'name',
  'title',
  'analyzer',
  'status',
  'message',
  'severity',
  'text',
  'data',
  'target',
  'hop',
  'closedBy',
  'confidence',
  'scoreDb',
  'explains',
  'from',
  'to',
];
const rank = new Map(first.map((key, index) => [key, index]));

/** A diagnosis as JSON, the contract that scripts rely on: the same diagnosis gives the same bytes, whatever order its keys were made in. */
export function renderJson(diagnosis: Diagnosis): string {
  return stableJson(diagnosis);
}

/** Any plain value as JSON with stable key order, two spaces and one newline. What a terminal would obey or hide is written as `\uXXXX`. */
export function stableJson(value: unknown): string {
  const text = JSON.stringify(sorted(value), undefined, 2);
  return `${text.replaceAll(/[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu, escaped)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => compare(a, b))
      .map(([key, member]) => [key, sorted(member)]),
  );
}

function compare(a: string, b: string): number {
  const byRank = (rank.get(a) ?? first.length) - (rank.get(b) ?? first.length);
  if (byRank !== 0) return byRank;
  return a < b ? -1 : a > b ? 1 : 0;
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
