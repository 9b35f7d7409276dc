import { nativeMemory, startNative } from './native.ts';

/** The numbers that the fast reader gives texts, for those that were read another way. */
export interface KeyHash {
  readonly reset: () => void;
  /** Feeds a text; where one ends counts too. */
  readonly add: (text: string) => void;
  /** A number of 52 bits, never 0. */
  readonly value: () => number;
}

/** Of a longer text the rest does not count. */
const LONGEST = 4_096;

export function createKeyHash(): KeyHash {
  const memory = nativeMemory(LONGEST + 64);
  const bytes = Buffer.from(memory.buffer);
  const { resetHash, addToHash, hashKey } = startNative(memory);
  return { reset: resetHash, add: (text) => addToHash(0, bytes.write(text, 0, LONGEST, 'utf8')), value: hashKey };
}
