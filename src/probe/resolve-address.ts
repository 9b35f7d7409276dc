import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Failure, failureOf } from './connection.ts';
import type { ProbedAddress } from './probe-report.ts';

/** One address for all connections: a name with several would spread them over several servers. IPv4 first, as most servers listen there. */
export async function resolveAddress(host: string): Promise<ProbedAddress | { readonly failure: Failure; readonly detail?: string }> {
  if (isIP(host) !== 0) return { address: host, further: 0 };
  try {
    const found = await lookup(host, { all: true });
    const [first] = found.toSorted((a, b) => a.family - b.family);
    if (first === undefined) return { failure: 'unresolved' };
    // The two families of one machine are one server.
    return { address: first.address, further: new Set(found.filter(({ family }) => family === first.family).map(({ address }) => address)).size - 1 };
  } catch (error) {
    return failureOf(error);
  }
}
