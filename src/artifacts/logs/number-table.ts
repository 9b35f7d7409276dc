/**
 * Numbers by number in flat memory: at most 32 bytes an entry and nothing for the garbage collector to walk, where a `Map` takes about 80.
 * Keys are whole numbers from 0 to 2^53 whose low bits are well mixed (`hash`).
 */
export interface NumberTable {
  readonly get: (key: number) => number | undefined;
  readonly set: (key: number, value: number) => void;
  readonly size: () => number;
  /** Empties it; the memory stays for what comes. */
  readonly clear: () => void;
}

const EMPTY = -1;
const SMALLEST = 256;

export function createNumberTable(): NumberTable {
  let slots = SMALLEST;
  let keys = new Float64Array(slots).fill(EMPTY);
  let values = new Float64Array(slots);
  let size = 0;

  /** The slot that holds the key, or the empty one where it belongs. */
  const slotOf = (key: number): number => {
    const mask = slots - 1;
    let slot = (key >>> 0) & mask; // `>>> 0` keeps the low 32 bits of larger numbers
    while (keys[slot] !== EMPTY && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  };
  const grow = (): void => {
    const [oldKeys, oldValues] = [keys, values];
    slots *= 2;
    keys = new Float64Array(slots).fill(EMPTY);
    values = new Float64Array(slots);
    for (const [index, key] of oldKeys.entries()) {
      if (key === EMPTY) continue;
      const slot = slotOf(key);
      keys[slot] = key;
      values[slot] = oldValues[index] ?? 0;
    }
  };

  return {
    get(key) {
      const slot = slotOf(key);
      return keys[slot] === EMPTY ? undefined : values[slot];
    },
    set(key, value) {
      if (size >= slots * 0.6) grow();
      const slot = slotOf(key);
      if (keys[slot] === EMPTY) size += 1;
      keys[slot] = key;
      values[slot] = value;
    },
    size: () => size,
    clear() {
      keys.fill(EMPTY);
      size = 0;
    },
  };
}
