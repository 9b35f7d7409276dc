import { rmSync } from 'node:fs';
import { removeStaleCgroups } from '../world/cgroup.ts';
import type { Powers } from '../world/powers.ts';
import { runInside } from '../world/sandbox.ts';
import { labFolder } from './lab-folder.ts';

export interface EnterOptions {
  /** The command, after Node's own path, that is run once more. */
  readonly argv: readonly string[];
  readonly powers: Powers;
  /** Whether the lab's folder stays. */
  readonly keep: boolean;
  readonly cache: string;
}

/** Runs the command inside namespaces of its own and tidies up after it; gives its exit code. */
export async function enterLab({ argv, powers, keep, cache }: EnterOptions): Promise<number> {
  const folder = labFolder(cache, process.pid);
  const stop = new AbortController();
  const onEnd = (): void => stop.abort();
  // A terminal's Ctrl-C reaches the lab itself; this process has to outlive it. Other signals are passed on.
  const onInterrupt = (): void => undefined;
  process.on('SIGINT', onInterrupt).on('SIGTERM', onEnd).on('SIGHUP', onEnd);
  try {
    return await runInside(argv, powers, stop.signal, { WHY503_LAB_FOLDER: folder, WHY503_LAB_BY: powers.by });
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onEnd).off('SIGHUP', onEnd);
    removeStaleCgroups();
    if (keep) process.stderr.write(`${folder}\n`);
    else rmSync(folder, { recursive: true, force: true });
  }
}
