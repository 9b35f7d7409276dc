import { createAddresses } from './addresses.ts';
import { keptWords } from './kept-words.ts';
import type { FoundNames } from './found-names.ts';
import { createPseudonyms, keyedBytes } from './pseudonyms.ts';
import { withRenamedCertificates } from './renamed-certificates.ts';
import { inCaseOf, partsOfRun } from './words.ts';

/** Replaces names and addresses, everywhere by the same. */
export interface Renamer {
  readonly text: (text: string) => string;
  /** A document, keys and values. */
  readonly value: (value: unknown) => unknown;
  /** What was replaced by what so far: words and addresses. */
  readonly replaced: () => { readonly words: Readonly<Record<string, string>>; readonly addresses: Readonly<Record<string, string>> };
}

/**
 * By words, not by whole names: so `acme-shop`, its pods, `shop.acme.svc.cluster.local` and `outbound|80||shop.acme.svc.cluster.local` stay as related as they
 * were, with no list of the forms that a name can take.
 */
export function createRenamer({ words }: Pick<FoundNames, 'words'>, key: string): Renamer {
  const pseudonym = createPseudonyms(key, (word) => keptWords.has(word) || words.has(word));
  const { v4, v6 } = createAddresses(key);
  // In one order, so that a key gives the same words for the same evidence.
  const given = new Map([...words].toSorted().map((word) => [word, pseudonym(word)]));
  const used = new Set<string>();
  const addresses = new Map<string, string>();
  const runs = new Map<string, string>();

  const ofWord = (word: string): string | undefined => {
    const lower = word.toLowerCase();
    const other = given.get(lower);
    if (other === undefined) return undefined;
    used.add(lower);
    return inCaseOf(word, other);
  };
  const ofRun = (run: string): string => {
    const whole = ofWord(run);
    if (whole !== undefined) return whole;
    const parts = partsOfRun(run);
    return parts.length === 1 ? run : parts.map((part) => ofWord(part) ?? part).join('');
  };
  const rememberedRun = (run: string): string => {
    const known = runs.get(run);
    if (known !== undefined) return known;
    if (runs.size > 500_000) runs.clear();
    const other = ofRun(run);
    runs.set(run, other);
    return other;
  };
  const noted = (from: string, to: string | undefined): string => {
    if (to !== undefined && to !== from) addresses.set(from, to);
    return to ?? from;
  };
  const ofAddress = (whole: string): string => {
    if (whole.includes(':')) return noted(whole, v6(whole));
    if (!whole.includes('.')) return noted(whole, v4(whole.replaceAll('-', '.'))?.replaceAll('.', '-'));
    const [address = '', length] = whole.split('/');
    return noted(address, ofNetwork(address, length, v4) ?? v4(address)) + whole.slice(address.length);
  };
  const withoutAddresses = (text: string): string => (HINT.test(text) ? text.replaceAll(ADDRESS, ofAddress) : text);
  const serial = (hex: string): string => {
    const plain = hex.toLowerCase().replace(/^0+(?=.)/, '');
    return plain.length < 8 ? plain : `4${keyedBytes(key, `serial:${plain}`).toString('hex')}`.slice(0, Math.min(plain.length, 40));
  };
  const plainText = (text: string): string => withoutAddresses(text).replaceAll(RUN, (run) => (run.startsWith('\\') ? run : rememberedRun(run)));
  const text = (of: string): string => withRenamedCertificates(of, plainText, serial);
  const value = (of: unknown, under = '', depth = 0): unknown => {
    if (typeof of === 'string') return under === 'serial_number' ? serial(of) : text(of);
    if (typeof of !== 'object' || of === null || depth > DEEPEST) return of;
    if (Array.isArray(of)) return of.map((item) => value(item, under, depth + 1));
    return Object.fromEntries(Object.entries(of).map(([name, inner]) => [text(name), value(inner, name, depth + 1)]));
  };
  return {
    text,
    value: (of) => value(of),
    replaced: () => ({
      words: Object.fromEntries([...used].toSorted().map((word) => [word, given.get(word) ?? word])),
      addresses: Object.fromEntries([...addresses].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    }),
  };
}

/** The address of a network has no bits beyond its length, and must have none afterwards. */
function ofNetwork(address: string, length: string | undefined, v4: (text: string) => string | undefined): string | undefined {
  const bits = length === undefined ? 32 : Number(length);
  const number = numberOf(address);
  const mask = bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
  if (bits > 31 || (number & ~mask) >>> 0 !== 0) return undefined;
  const other = v4(address);
  return other === undefined ? undefined : [24, 16, 8, 0].map((shift) => (((numberOf(other) & mask) >>> 0) >>> shift) & 0xff).join('.');
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

const DEEPEST = 300;
/** An IPv6 address: a whole run, since a fingerprint has more groups. A sentence may go on behind it. */
const V6 = '(?<![A-Za-z0-9:.])(?:[0-9a-fA-F]{0,4}:){2,7}(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F]{1,4})?(?![A-Za-z0-9]|:[0-9a-fA-F:]|\\.\\d)';
/** An IPv4 address or network: no part of a longer number with dots; `0.0.0.0_8080` of listeners is one. */
const V4 = '(?<!\\d|\\d\\.)\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\d|\\.\\d)(?:/\\d{1,2}(?![\\w.]))?';
/** `ip-10-1-2-3`, `10-1-2-3.acme.pod` */
const DASHED_V4 = '(?<![A-Za-z0-9]|\\d-)\\d{1,3}-\\d{1,3}-\\d{1,3}-\\d{1,3}(?![A-Za-z0-9]|-\\d)';
const ADDRESS = new RegExp(`${V6}|${V4}|${DASHED_V4}`, 'g');
/** Most texts have none: a look for any sign of one is cheaper. */
const HINT = /\d[.-]\d|:[0-9a-fA-F]{0,4}:/;
/** A run of letters and digits; what an escape of JSON begins with is none of it. */
const RUN = /\\(?:u[0-9a-fA-F]{4}|[bfnrt])|[A-Za-z0-9]+/g;
