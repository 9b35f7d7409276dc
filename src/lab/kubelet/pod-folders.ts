import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Pod } from './pod.ts';

/** Where the files of one pod are. */
export interface PodFolders {
  readonly volumes: string;
  readonly root: (container: string) => string;
  /** For what lives as long as a process. */
  readonly scratch: string;
  readonly logs: (container: string) => string;
  /** Removes everything but the logs. */
  readonly remove: () => void;
}

export function podFolders(folder: string, { metadata }: Pick<Pod, 'metadata'>): PodFolders {
  const own = `${metadata.namespace}_${metadata.name}_${metadata.uid}`;
  const base = join(folder, 'pods', own);
  return {
    volumes: join(base, 'volumes'),
    root: (container) => join(base, 'root', container),
    scratch: join(base, 'scratch'),
    logs: (container) => join(folder, 'logs', own, container),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Makes the folders, open to all users that pods run as. */
export function makePodFolders({ volumes, root, scratch }: PodFolders): void {
  for (const folder of [volumes, root(''), scratch]) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
  }
}
