import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real VictoriaMetrics that asks for credentials, with series of a pod's past in it. */
export interface RecordedSeries {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const PORT = 18_428;
const STEP_MS = 15_000;

/** Starts the program on the loopback and tells it an hour of one pod: restarts, memory, and failing requests that its caller's proxy counted. */
export async function recordSeries(
  program: string,
  folder: string,
  password: string,
  pods: { readonly namespace: string; readonly server: string; readonly caller: string },
): Promise<RecordedSeries> {
  const flags = [
    `-storageDataPath=${join(folder, 'series')}`,
    `-httpListenAddr=127.0.0.1:${PORT}`,
    '-httpAuth.username=why503',
    `-httpAuth.password=${password}`,
  ];
  const child = spawn(program, [...flags, '-search.latencyOffset=0s', '-loggerLevel=ERROR'], { stdio: 'ignore' });
  const base = `http://127.0.0.1:${PORT}`;
  const headers = { authorization: `Basic ${Buffer.from(`why503:${password}`).toString('base64')}` };
  await untilUp(child, `${base}/health`, headers);
  const answer = await fetch(`${base}/api/v1/import/prometheus`, { method: 'POST', headers, body: samples(pods).join('\n') });
  if (answer.status !== 204) throw new Error(`VictoriaMetrics did not take the samples: ${answer.status}`);
  // what was just taken can be asked for once it is flushed
  await fetch(`${base}/internal/force_flush`, { headers });
  return { url: base, stop: async () => await ended(child) };
}

function samples({ namespace, server, caller }: { readonly namespace: string; readonly server: string; readonly caller: string }): readonly string[] {
  const now = Math.floor(Date.now() / STEP_MS) * STEP_MS;
  const half = now - 1_800_000;
  const container = `namespace="${namespace}",pod="${server}",container="vminsert"`;
  const request = `namespace="${namespace}",pod="${caller}",reporter="source",source_workload="vmalert",destination_workload="vminsert",destination_workload_namespace="${namespace}"`;
  return Array.from({ length: 241 }, (_, index) => now - 3_600_000 + STEP_MS * index).flatMap((time) => [
    `kube_pod_container_status_restarts_total{${container}} ${time > half ? 1 : 0} ${time}`,
    ...(time > half ? [`kube_pod_container_status_last_terminated_reason{${container},reason="OOMKilled"} 1 ${time}`] : []),
    `container_memory_working_set_bytes{${container}} ${100e6 + ((time + 1_800_000) % 3_600_000) / 100} ${time}`,
    `kube_pod_container_resource_limits{${container},resource="memory"} 134217728 ${time}`,
    `istio_requests_total{${request},response_code="204",response_flags="-"} ${(time - half) / STEP_MS + 500} ${time}`,
    ...(time > half ? [`istio_requests_total{${request},response_code="503",response_flags="UC"} 5 ${time}`] : []),
    `pilot_xds_pushes{type="lds"} ${time > half ? 12 : 10} ${time}`,
  ]);
}

async function untilUp(child: ChildProcess, url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Error(`VictoriaMetrics ended at once with ${child.exitCode}`);
    const isUp = await fetch(url, { headers }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await sleep(200);
  }
  throw new Error('VictoriaMetrics does not come up');
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await gone;
}
