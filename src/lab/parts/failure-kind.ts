/** Why a tool failed, as far as its output says: what a person does next differs. */
export type FailureKind = 'disk-full' | 'checksum' | 'refused' | 'memory' | 'other';

/** In order: a full disk also shows as other failures, a wrong checksum also as a failed download. */
const signs: readonly (readonly [FailureKind, RegExp])[] = [
  ['disk-full', /no space left on device|disk quota exceeded|ENOSPC/i],
  ['checksum', /checksum mismatch|SECURITY ERROR|DO NOT MATCH THE HASHES|missing go\.sum entry/i],
  [
    'refused',
    /dial tcp|i\/o timeout|no such host|connection re(?:fused|set)|TLS handshake timeout|: (?:40[0-9]|41[0-9]|42[0-9]|5[0-9][0-9]) [A-Z]|unexpected EOF|proxyconnect|x509: |module lookup disabled|Could not find a version|No matching distribution|Max retries exceeded|Read timed out|Temporary failure in name resolution/i,
  ],
  ['memory', /signal: killed|cannot allocate memory|out of memory/i],
];

/** Reads the end of a tool's log (at most 64 KiB of it). */
export function failureKind(log: string): FailureKind {
  const end = log.slice(-65_536);
  return signs.find(([, sign]) => sign.test(end))?.[0] ?? 'other';
}

/** The last lines of a log that say something, each cut to 300 characters. */
export function lastLines(log: string, count = 12): readonly string[] {
  return log
    .slice(-65_536)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-count)
    .map((line) => (line.length > 300 ? `${line.slice(0, 299)}…` : line));
}
