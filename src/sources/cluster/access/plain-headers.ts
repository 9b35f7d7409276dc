import type { Headers } from './cluster-access.ts';

/** Headers as Node takes them; its types want lists that could be written to. */
export function plainHeaders(headers: Headers): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]));
}
