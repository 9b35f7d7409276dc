import { bitsOfV4, bitsOfV6, textOfV4, textOfV6 } from './address-bits.ts';
import { keyedBytes } from './pseudonyms.ts';

/** What replaces addresses. Both give undefined for what is no address. */
export interface Addresses {
  readonly v4: (text: string) => string | undefined;
  readonly v6: (text: string) => string | undefined;
}

/**
 * Replaces addresses so that what shares a prefix goes on sharing exactly as much of one (as Crypto-PAn does: each bit is turned or not by the key and the bits
 * before it). So networks keep what lies in them. What says a kind (private, link-local, loopback, Istio's 127.0.0.6) keeps saying it.
 */
export function createAddresses(key: string): Addresses {
  const turns = new Map<string, boolean>();
  const turned = (prefix: string): boolean => {
    const known = turns.get(prefix);
    if (known !== undefined) return known;
    const turn = ((keyedBytes(key, `bit:${prefix}`)[0] ?? 0) & 1) === 1;
    turns.set(prefix, turn);
    return turn;
  };
  const mixed = (family: string, bits: string, from: number): string =>
    [...bits].map((bit, at) => (at >= from && turned(`${family}${bits.slice(0, at)}`) ? (bit === '1' ? '0' : '1') : bit)).join('');
  const v4Bits = (bits: string): string => {
    const kept = keptV4(bits);
    if (kept !== undefined) return mixed('4:', bits, kept);
    // A public address must not come out as one of another kind; all that share sixteen bits go round together.
    let out = mixed('4:', bits, 0);
    while (keptV4(out) !== undefined) out = mixed('4:', out, 0);
    return out;
  };
  const caches = { v4: new Map<string, string | undefined>(), v6: new Map<string, string | undefined>() };
  return {
    v4: (text) =>
      cached(caches.v4, text, () => {
        const bits = bitsOfV4(text);
        return bits === undefined ? undefined : textOfV4(v4Bits(bits));
      }),
    v6: (text) =>
      cached(caches.v6, text, () => {
        const bits = bitsOfV6(text);
        if (bits === undefined) return undefined;
        if (bits.startsWith(MAPPED)) return `::ffff:${textOfV4(v4Bits(bits.slice(96)))}`;
        const kept = keptV6(bits);
        return kept === 128 ? text : textOfV6(mixed('6:', bits, kept));
      }),
  };
}

function cached(cache: Map<string, string | undefined>, text: string, make: () => string | undefined): string | undefined {
  if (!cache.has(text)) {
    if (cache.size > 200_000) cache.clear();
    cache.set(text, make());
  }
  return cache.get(text);
}

const v4Prefix = (text: string, length: number): readonly [string, number] => [(bitsOfV4(text) ?? '').slice(0, length), length];

/** Networks whose addresses stay (32), or keep so many bits (RFC 6890). */
const V4_KINDS: readonly (readonly [readonly [string, number], number])[] = [
  [v4Prefix('0.0.0.0', 8), 32],
  [v4Prefix('127.0.0.0', 8), 32],
  [v4Prefix('169.254.0.0', 16), 32],
  [v4Prefix('224.0.0.0', 3), 32], // multicast, reserved, netmasks
  [v4Prefix('10.0.0.0', 8), 8],
  [v4Prefix('172.16.0.0', 12), 12],
  [v4Prefix('192.168.0.0', 16), 16],
  [v4Prefix('100.64.0.0', 10), 10],
];

function keptV4(bits: string): number | undefined {
  return V4_KINDS.find(([[prefix]]) => bits.startsWith(prefix))?.[1];
}

const MAPPED = `${'0'.repeat(80)}${'1'.repeat(16)}`;

/** Unspecified, loopback, link-local and multicast stay; unique local ones stay so, and others keep the three bits of global unicast (RFC 4291, 4193). */
function keptV6(bits: string): number {
  if (bits.startsWith('0'.repeat(112)) || bits.startsWith('1111111010') || bits.startsWith('11111111')) return 128;
  return bits.startsWith('1111110') ? 8 : 3;
}
