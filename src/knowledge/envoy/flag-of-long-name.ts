import { responseFlags } from './response-flags.ts';

/** The flag of a long name such as `UpstreamConnectionTermination`. */
export function flagOfLongName(name: string): string | undefined {
  return Object.entries(responseFlags).find(([, flag]) => flag.longName.toLowerCase() === name.toLowerCase())?.[0];
}
