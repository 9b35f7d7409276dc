import type { KubeApi } from '../cluster/kube-api.ts';
import type { BundleFolder } from './bundle-folder.ts';
import { podPages } from './host-pages.ts';
import { isMetricsPage, metricsTargets } from '../../sources/cluster/metrics-targets.ts';
import type { PodParts } from '../../sources/cluster/pod-parts.ts';
import { proxyPages } from '../../sources/cluster/proxy-pages.ts';
import type { EvidenceReaders } from './readers.ts';
import { slimDump } from '../../sources/cluster/slim-dump.ts';

export interface PodRequest {
  readonly api: KubeApi;
  readonly read: EvidenceReaders;
  readonly folder: BundleFolder;
}

/** Everything of one pod: its proxy's admin pages, its metrics, its sockets and rules, and last its logs, which then hold all that the pages speak of. */
export async function collectPod(pod: PodParts, request: PodRequest): Promise<void> {
  await collectProxy(pod, request);
  await collectMetrics(pod, request);
  await collectNetwork(pod, request);
  await collectLogs(pod, request);
}

async function collectProxy(pod: PodParts, { read, folder }: PodRequest): Promise<void> {
  if (!pod.hasProxy) return;
  for (const { artifact, path, file } of proxyPages) {
    await folder.gather({
      path: ['envoy', pod.namespace, pod.name, file],
      artifact,
      read: async (signal) => {
        const text = await read.admin(pod, path, signal);
        return file.endsWith('.json') ? slimDump(text) : text;
      },
    });
  }
}

async function collectMetrics(pod: PodParts, { read, folder }: PodRequest): Promise<void> {
  for (const [index, { container, port, path }] of metricsTargets(pod).entries()) {
    // The first page has the pod's name alone, as a pod with one program is usually saved.
    const file = index === 0 ? [`${pod.name}.txt`] : [pod.name, `${container ?? port}.txt`];
    await folder.gather({
      path: ['metrics', pod.namespace, ...file],
      artifact: 'metrics',
      read: async (signal) => {
        const text = await read.metrics(pod, port, path, signal);
        return isMetricsPage(text) ? text : undefined;
      },
    });
  }
}

async function collectNetwork(pod: PodParts, { read, folder }: PodRequest): Promise<void> {
  const { inPod } = read;
  if (inPod === undefined) return;
  for (const { page, artifact, file } of podPages) {
    await folder.gather({
      path: ['host', pod.namespace, pod.name, file],
      ...(artifact === undefined ? {} : { artifact }),
      read: (signal) => inPod(pod, page, signal),
    });
  }
}

async function collectLogs(pod: PodParts, { api, folder }: PodRequest): Promise<void> {
  const base = `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/log`;
  for (const { name, hasPrevious } of pod.containers) {
    const query = `container=${encodeURIComponent(name)}`;
    const common = { artifact: 'container-logs', withinMs: LOG_LIMIT_MS };
    await folder.gather({ ...common, path: ['logs', pod.namespace, pod.name, `${name}.log`], read: () => api.text(`${base}?${query}`) });
    if (!hasPrevious) continue;
    await folder.gather({ ...common, path: ['logs', pod.namespace, pod.name, `${name}.previous.log`], read: () => api.text(`${base}?${query}&previous=true`) });
  }
}

/** A log may be long. */
const LOG_LIMIT_MS = 60_000;
