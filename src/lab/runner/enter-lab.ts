import { rmSync } from 'node:fs';
import { constants } from 'node:os';
import { removeStaleCgroups } from '../world/cgroup.ts';
import type { Powers } from '../world/powers.ts';
import { runInside } from '../world/sandbox.ts';
import { labFolder } from './lab-folder.ts';

export interface EnterOptions {
  /** The command, after Node's own path, that is run once more. */
  readonly argv: readonly string[];
  readonly powers: Powers;
  /** Where bundles go. */
  readonly into: string;
  /** Whether the lab's folder stays. */
  readonly keep: boolean;
  readonly cache: string;
  /** Told where the folder is when it stays. */
  readonly onKept: (folder: string) => void;
}

/** Runs the command inside namespaces of its own and tidies up after it; gives its exit code. */
export async function enterLab({ argv, powers, into, keep, cache, onKept }: EnterOptions): Promise<number> {
  const folder = labFolder(cache, process.pid);
  let code = 2;
  let stop = (): void => undefined;
  // A terminal's Ctrl-C reaches the lab itself as well; being asked a second time means at once.
  let received: NodeJS.Signals | undefined;
  const onEnd = (signal: NodeJS.Signals): void => {
    received = signal;
    stop();
  };
  // Whoever started this process may die without a word, as a launcher that is killed does.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    stop();
    stop();
  }, 1000);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, onEnd);
  try {
    const env = { WHY503_LAB_FOLDER: folder, WHY503_LAB_BY: powers.by, WHY503_LAB_INTO: into };
    code = await runInside(
      argv,
      powers,
      (given) => {
        stop = given;
      },
      env,
    );
  } finally {
    for (const name of signals) process.off(name, onEnd);
    clearInterval(watch);
    removeStaleCgroups();
    // What failed has to be looked into.
    if (keep || code === 2) onKept(folder);
    else rmSync(folder, { recursive: true, force: true });
  }
  return code === 130 && received !== undefined ? 128 + constants.signals[received] : code;
}
