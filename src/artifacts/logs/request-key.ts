import type { AccessRow } from '../../formats/access-log/row.ts';

/** A number of 53 bits for request id, authority and path: the same request at every hop has the same. Undefined without a request id. */
export function requestKey(row: AccessRow): number | undefined {
  return row.requestId === undefined ? undefined : hash(row.requestId, row.authority ?? '', (row.path ?? '').slice(0, 500));
}

/** cyrb53 over several texts; collisions at 500,000 keys: about 1 in 70,000 for any pair at all. */
export function hash(...texts: readonly string[]): number {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
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
