import { createNumberTable } from './number-table.ts';

/** Numbers by number that forgets the longest unset: at least the last half of `limit` keys are there, never more than `limit`. */
export interface RecentNumbers {
  readonly get: (key: number) => number | undefined;
  readonly set: (key: number, value: number) => void;
  /** True once something was forgotten. */
  readonly forgot: () => boolean;
}

/** Two generations: when the young one is full, the old one is dropped whole, so nothing is kept about the order of keys. */
export function createRecentNumbers(limit: number): RecentNumbers {
  const half = Math.max(1, Math.trunc(limit / 2));
  let young = createNumberTable();
  let old = createNumberTable();
  let forgot = false;
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set(key, value) {
      if (young.size() >= half && young.get(key) === undefined) {
        forgot ||= old.size() > 0;
        [old, young] = [young, old];
        young.clear();
      }
      young.set(key, value);
    },
    forgot: () => forgot,
  };
}
