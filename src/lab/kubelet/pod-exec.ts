import { run } from '../world/run.ts';
import type { PodWorker } from './pod-worker.ts';

export interface ExecOptions {
  /** Where: absent means on the node. */
  readonly pod?: { readonly namespace: string; readonly name: string };
  /** With a pod: as that container's user, with its environment and files; absent means only the pod's network. */
  readonly container?: string;
  readonly signal: AbortSignal;
}

/** Seconds that a command in a container may take. */
const limit = 60;

/** Runs a program where the options say. `bin` goes before this process's own PATH. */
export async function execInPod(
  command: readonly string[],
  { pod, container, signal }: ExecOptions,
  bin: string,
  worker: PodWorker | undefined,
): Promise<string> {
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
  const [program = '', ...args] = command;
  if (pod === undefined) return run(program, args, { signal, env });
  if (worker === undefined) throw new Error(`no pod ${pod.namespace}/${pod.name} on the node`);
  if (container === undefined) {
    const network = worker.network();
    return network === undefined
      ? run(program, args, { signal, env })
      : run('nsenter', ['--target', `${network.pid}`, '--net', '--', ...command], { signal, env });
  }
  const attempt = worker
    .containers()
    .find(({ view }) => view().spec.name === container)
    ?.current();
  if (attempt === undefined) throw new Error(`container ${container} of ${pod.namespace}/${pod.name} does not run`);
  const { code, output, timedOut } = await attempt.exec(command, limit);
  if (code !== 0) throw new Error(`${command.join(' ')}: ${timedOut ? `still running after ${limit} s` : output || `exit code ${code}`}`);
  return output;
}
