import { spawnSync } from 'node:child_process';
import { unshareFlags } from './unshare-flags.ts';

/** What this machine lets the lab do. */
export interface Powers {
  /** `root`, or `user-namespace` where an ordinary user may have one with enough user ids. */
  readonly by: 'root' | 'user-namespace';
}

/** Why the lab cannot have namespaces of its own here; `said` is what `unshare` said. */
export interface Powerless {
  readonly why: 'notLinux' | 'notAllowed' | 'notAllowedToUsers';
  readonly said: string;
}

/** By what right the lab makes its namespaces, found by making them once: as root, or by a user namespace that has the proxies' user id 1337 too. */
export function powersOf(): Powers | Powerless {
  if (process.platform !== 'linux') return { why: 'notLinux', said: process.platform };
  const isRoot = process.getuid?.() === 0;
  const powers: Powers = { by: isRoot ? 'root' : 'user-namespace' };
  const attempt = spawnSync('unshare', [...unshareFlags(powers), '--', 'setpriv', '--reuid=1337', '--regid=1337', '--clear-groups', 'true'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  if (attempt.status === 0) return powers;
  const said = (attempt.error?.message ?? attempt.stderr).trim().split('\n')[0] ?? '';
  return { why: isRoot ? 'notAllowed' : 'notAllowedToUsers', said };
}
