import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** What this machine lets the lab do. */
export interface Powers {
  /** `root`, or `user-namespace` where an ordinary user may have one with enough user ids. */
  readonly by: 'root' | 'user-namespace';
}

/** Why the lab cannot have namespaces of its own here. */
export type Powerless = 'notLinux' | 'noUserNamespaces' | 'noSubordinateIds';

/** By what right the lab makes its namespaces: as root, or as an ordinary user by a user namespace that has the proxies' user id 1337 too. */
export function powersOf(): Powers | Powerless {
  if (process.platform !== 'linux') return 'notLinux';
  if (process.getuid?.() === 0) return { by: 'root' };
  if (read('/proc/sys/kernel/unprivileged_userns_clone') === '0' || read('/proc/sys/user/max_user_namespaces') === '0') return 'noUserNamespaces';
  const hasTool = (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(`${folder}/newuidmap`));
  return hasTool && [`${userInfo().username}:`, `${process.getuid?.()}:`].some((own) => (read('/etc/subuid') ?? '').includes(own))
    ? { by: 'user-namespace' }
    : 'noSubordinateIds';
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
