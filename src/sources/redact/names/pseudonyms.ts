import { createHmac } from 'node:crypto';

const CONSONANTS = 'bdfgklmnprstvz';
const VOWELS = 'aeiou';

/**
 * Gives each word a word that can be said, of eight letters, and never one to two of them or one that is spoken for. By the key alone, but where two would
 * share one: then the order of asking decides.
 */
export function createPseudonyms(key: string, isTaken: (word: string) => boolean): (word: string) => string {
  const given = new Map<string, string>();
  const used = new Set<string>();
  return (word) => {
    const known = given.get(word);
    if (known !== undefined) return known;
    for (let attempt = 0; ; attempt += 1) {
      const candidate = spoken(keyedBytes(key, `word:${attempt}:${word}`));
      if (used.has(candidate) || isTaken(candidate)) continue;
      used.add(candidate);
      given.set(word, candidate);
      return candidate;
    }
  };
}

/** Bytes that only who has the key can tell. */
export function keyedBytes(key: string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function spoken(bytes: Buffer): string {
  return [0, 1, 2, 3].map((at) => `${letter(CONSONANTS, bytes[2 * at])}${letter(VOWELS, bytes[2 * at + 1])}`).join('');
}

function letter(of: string, byte = 0): string {
  return of.charAt(byte % of.length);
}
