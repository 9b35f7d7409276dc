import type { AccessRow } from '../../formats/access-log/row.ts';

/** A number of 53 bits for request id, authority and path: the same request at every hop has the same. Undefined without a request id. */
export type RequestKey = (row: AccessRow) => number | undefined;

/** Authorities and paths repeat, so their part of the key is remembered, of the first `limit` texts. */
export function createRequestKey(limit = 2_000): RequestKey {
  const known = new Map<string, number>();
  const partOf = (text: string): number => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const part = hash(0, 0, text);
    if (known.size < limit) known.set(` ${text}`.slice(1), part); // a copy: a slice would keep the whole line
    return part;
  };
  return ({ requestId, authority, path }) => {
    if (requestId === undefined) return undefined;
    const place = authority === undefined ? 1 : partOf(authority);
    return hash(place, path === undefined ? 1 : partOf(path.length > 500 ? path.slice(0, 500) : path), requestId);
  };
}

/** cyrb53 over two whole numbers and several texts; collisions at 500,000 keys: about 1 in 70,000 for any pair at all. */
export function hash(first: number, second: number, ...texts: readonly string[]): number {
  let one = 0xdeadbeef ^ mixed(first);
  let two = 0x41c6ce57 ^ mixed(second);
  for (const text of texts) {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      one = Math.imul(one ^ code, 2_654_435_761);
      two = Math.imul(two ^ code, 1_597_334_677);
    }
    one = Math.imul(one ^ 31, 2_654_435_761);
    two = Math.imul(two ^ 31, 1_597_334_677);
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(two ^ (two >>> 13), 3_266_489_909);
  two = Math.imul(two ^ (two >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & two) + (one >>> 0);
}

/** Both halves of a number beyond 32 bits count. */
function mixed(number: number): number {
  return Math.imul((number >>> 0) ^ Math.imul(Math.trunc(number / 4_294_967_296), 2_246_822_507), 3_266_489_909);
}
