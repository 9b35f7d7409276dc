import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { objectsAt, stringAt } from '../src/formats/json.ts';
import type { KubeApi } from '../src/lab/cluster/kube-api.ts';
import { run } from './run-why503.ts';

export interface SilentRequest {
  readonly api: KubeApi;
  readonly namespace: string;
  readonly work: string;
  /** What `why503 collect` is given besides its output. */
  readonly collect: readonly string[];
}

/** istiod debounces for 100 ms and pushes within a second or two in the lab. */
const PUSHED_MS = 5_000;

/** Turns the access log of a namespace off, as real istiod does it, and says what is wrong with what is said of it. */
export async function silentProxyProblems({ api, namespace, work, collect }: SilentRequest): Promise<readonly string[]> {
  const spec = { accessLogging: [{ providers: [{ name: 'envoy' }], disabled: true }] };
  await api.apply({ apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry', metadata: { name: 'silent', namespace }, spec });
  await sleep(PUSHED_MS);
  const silent = join(work, 'silent');
  mkdirSync(silent);
  await run(['collect', ...collect, '-o', join(silent, 'all.tar.gz')]);
  await api.delete(`/apis/telemetry.istio.io/v1/namespaces/${namespace}/telemetries/silent`);
  execFileSync('tar', ['-xzf', join(silent, 'all.tar.gz'), '-C', silent]);
  // rows of before are still in the logs; a cluster whose log was never on has none
  for (const gone of ['all.tar.gz', 'why503-collection/logs']) rmSync(join(silent, gone), { recursive: true });
  const { stdout } = await run(['diagnose', silent, '-o', 'json']);
  const notes = objectsAt(JSON.parse(stdout), 'snapshot', 'coverage', 'notes').map((note) => `${stringAt(note, 'id')} ${stringAt(note, 'data', 'pods') ?? ''}`);
  const isSaid = (id: string): boolean => notes.some((note) => note.startsWith(`coverage/${id} `) && note.includes('vminsert-'));
  return [
    ...(isSaid('accessLogOff') ? [] : [`nothing says that the log is off: ${notes.join('; ')}`]),
    // the lab's mesh keeps them (proxyStatsMatcher)
    ...(isSaid('countersFiltered') ? ['counters that are there are said to be left out'] : []),
  ];
}
