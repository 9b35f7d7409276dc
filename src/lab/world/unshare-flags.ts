import type { Powers } from './powers.ts';

/** Flags of util-linux' `unshare` that make all of the lab's namespaces. */
export function unshareFlags({ by }: Powers): readonly string[] {
  const user = by === 'root' ? [] : ['--user', '--map-root-user', '--map-auto'];
  return [...user, '--net', '--pid', '--mount', '--ipc', '--uts', '--fork', '--mount-proc', '--kill-child=SIGKILL'];
}
