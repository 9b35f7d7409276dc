import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that comes with the system, and Debian's package of it. */
export interface SystemProgram {
  readonly program: string;
  readonly debian: string;
  /** Needed by every lab, or only by some scenarios. */
  readonly isRequired: boolean;
}

/** What the lab takes from the system. */
export const systemPrograms: readonly SystemProgram[] = [
  { program: 'etcd', debian: 'etcd-server', isRequired: true },
  { program: 'ip', debian: 'iproute2', isRequired: true },
  { program: 'iptables', debian: 'iptables', isRequired: true },
  { program: 'nft', debian: 'nftables', isRequired: true },
  { program: 'conntrack', debian: 'conntrack', isRequired: true },
  { program: 'socat', debian: 'socat', isRequired: true },
  { program: 'unshare', debian: 'util-linux', isRequired: true },
  { program: 'nsenter', debian: 'util-linux', isRequired: true },
  { program: 'setpriv', debian: 'util-linux', isRequired: true },
  { program: 'mount', debian: 'mount', isRequired: true },
  { program: 'nginx', debian: 'nginx', isRequired: false },
];

/** Folders that hold administrators' programs are not on everybody's PATH. */
const always = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The absolute path of an executable, looked up in PATH and the system's own folders. */
export function findProgram(name: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/')), ...always];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Whether a path is a file that may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
