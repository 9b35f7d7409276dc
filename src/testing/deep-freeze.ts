/** Freezes a value and everything it holds, so that a write to an input throws instead of leaking into the next analyzer. */
export function deepFreeze(value: unknown, seen: Set<object> = new Set()): void {
  if (value === null || typeof value !== 'object' || seen.has(value)) return;
  seen.add(value);
  if (value instanceof Map) for (const entry of value) deepFreeze(entry, seen);
  else if (value instanceof Set) for (const item of value) deepFreeze(item, seen);
  else for (const item of Object.values(value)) deepFreeze(item, seen);
  Object.freeze(value);
}
