/**
 * A copy that does not keep its parent alive. A slice of a line holds the whole chunk of the file it was cut from,
 * which makes a few thousand kept texts hold hundreds of megabytes (V8 sliced strings).
 */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}

/** A copy of the object with every text that is a field of it detached. */
export function detachedFields<T extends object>(value: T): T {
  const copy = { ...value } as Record<string, unknown>; // a plain object of the same keys
  for (const key in copy) {
    const field = copy[key];
    if (typeof field === 'string') copy[key] = detached(field);
  }
  return copy as T; // the same keys with equal values
}
