import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Powers } from './powers.ts';
import { unshareFlags } from './unshare-flags.ts';

const inside = 'WHY503_LAB_INSIDE';
/** The child reads its orders from this descriptor; its end means that the parent is gone. */
const orders = 3;

/** Whether this process already runs in namespaces that the lab made. */
export function isInside(): boolean {
  return process.env[inside] === '1';
}

/**
 * Runs this very command once more in network, process, mount, IPC and host-name namespaces of its own, and waits for it. The first process there has
 * the kernel kill all others when it ends, and it is killed itself when this process dies: whatever happens, nothing stays behind but files.
 * Gives the exit code.
 */
export async function runInside(
  argv: readonly string[],
  powers: Powers,
  /** Takes what is to be called when the lab shall stop: the first time in order, the second time at once. */
  onStop: (stop: () => void) => void,
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  // The shell is the first process of the namespace: it reaps orphans, which Node does not.
  const shell = ['sh', '-c', '"$@" & wait $!', 'sh'];
  const child = spawn('setpriv', ['--pdeathsig', 'SIGKILL', '--', 'unshare', ...unshareFlags(powers), '--', ...shell, process.execPath, ...argv], {
    env: { ...process.env, ...env, [inside]: '1' },
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  // Asked twice, it does not wait any more.
  let asked = 0;
  const stop = (): void => {
    asked += 1;
    if (asked > 1) child.kill('SIGKILL');
    child.stdio[orders]?.destroy();
  };
  onStop(stop);
  const [code, by]: readonly unknown[] = await once(child, 'exit');
  return typeof code === 'number' ? code : by === 'SIGINT' ? 130 : 2;
}

/** Aborts when the process outside wants this one to stop, or is gone. Does not keep this process alive. */
export function watchOrders(controller: AbortController): void {
  const stream = new Socket({ fd: orders, readable: true, writable: false });
  const stop = (): void => controller.abort();
  stream.on('end', stop).on('error', stop).resume();
  stream.unref();
}
