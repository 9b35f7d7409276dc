import { metricsTargets, isMetricsPage } from './metrics-targets.ts';
import { PROXY, type PodParts } from './pod-parts.ts';
import { proxyPages } from './proxy-pages.ts';
import { redactLog } from './redact-log.ts';
import { slimDump } from './slim-dump.ts';
import type { About, Collecting } from './collecting.ts';
import type { Found } from './requester.ts';

export interface LogLimits {
  /** Only lines of this length of time before now. */
  readonly sinceMs: number;
  /** The newest lines of each container. */
  readonly lines: number;
  readonly bytes: number;
}

/** Port of Envoy's admin interface in a sidecar or gateway of Istio (1.1 to 1.32). */
const ADMIN_PORT = 15_000;
const LOG_WITHIN_MS = 60_000;

/**
 * Everything of one pod: its proxy's admin pages, its metrics, and last its logs, which then hold all that the pages speak of.
 * Gives the text of its proxy's log.
 */
export async function collectPod(pod: PodParts, limits: LogLimits, collecting: Collecting): Promise<string> {
  if (pod.hasProxy) await collectProxy(pod, collecting);
  await collectMetrics(pod, collecting);
  return await collectLogs(pod, limits, collecting);
}

async function collectProxy(pod: PodParts, { ask, put, miss }: Collecting): Promise<void> {
  const pages = await ask.forwarded(
    pod,
    ADMIN_PORT,
    proxyPages.map(({ path }) => path),
  );
  for (const [index, { artifact, file }] of proxyPages.entries()) {
    const about = { path: ['envoy', pod.namespace, pod.name, file], artifact };
    const page = pages[index];
    if (page?.kind !== 'found') miss(about, page ?? { reason: 'unreadable' });
    else await keep(about, page, file.endsWith('.json') ? slimmed(page.text) : redactLog(page.text), { put, miss });
  }
}

function slimmed(text: string): string | undefined {
  const slim = slimDump(text);
  return slim === undefined ? undefined : redactLog(slim);
}

async function collectMetrics(pod: PodParts, { ask, put, miss }: Collecting): Promise<void> {
  for (const [index, { container, port, path }] of metricsTargets(pod).entries()) {
    // The first page has the pod's name alone, as a pod with one program is usually saved.
    const file = index === 0 ? [`${pod.name}.txt`] : [pod.name, `${container ?? port}.txt`];
    const about = { path: ['metrics', pod.namespace, ...file], artifact: 'metrics' };
    // A port-forward to nobody may hang, while the log that tells why turns over.
    if (isDown(pod, container, port)) {
      miss(about, { reason: 'gone' });
      continue;
    }
    const [page] = await ask.forwarded(pod, port, [path]);
    if (page?.kind !== 'found') miss(about, page ?? { reason: 'unreadable' });
    else await keep(about, page, isMetricsPage(page.text) ? redactLog(page.text) : undefined, { put, miss });
  }
}

/** The container that serves this port, as far as the pod says which, does not run. */
function isDown({ containers }: PodParts, name: string | undefined, port: number): boolean {
  return containers.some((one) => one.isDown && (one.name === name || (name === undefined && one.ports.some(({ number }) => number === port))));
}

async function collectLogs(pod: PodParts, limits: LogLimits, { ask, put, miss }: Collecting): Promise<string> {
  const base = `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/log`;
  let ofProxy = '';
  // Containers that only prepare the pod are silent unless they failed.
  for (const { name, hasPrevious } of pod.containers.filter((container) => !container.isInit || container.hasPrevious)) {
    for (const [ending, more] of [
      ['log', `&sinceSeconds=${Math.ceil(limits.sinceMs / 1000)}`],
      ['previous.log', '&previous=true'],
    ] as const) {
      if (ending === 'previous.log' && !hasPrevious) continue;
      const about = { path: ['logs', pod.namespace, pod.name, `${name}.${ending}`], artifact: 'container-logs' };
      const found = await newestLines(ask, `${base}?container=${encodeURIComponent(name)}&timestamps=true${more}`, limits);
      if (found.kind !== 'found') {
        miss(about, found);
        continue;
      }
      if (name === PROXY && ending === 'log') ofProxy = found.text;
      await keep(about, found, redactLog(found.text), { put, miss });
    }
  }
  return ofProxy;
}

/** Times that fewer lines are asked for, where so many are too long. */
const MOST_TRIES = 3;

/** The newest lines of a log. The server cuts what is too long at its end, where the newest lines are: then fewer are asked for. */
async function newestLines(ask: Collecting['ask'], path: string, { lines, bytes }: LogLimits): Promise<Found> {
  let wanted = lines;
  for (let tries = 1; ; tries += 1) {
    const found = await ask.get(`${path}&tailLines=${wanted}&limitBytes=${bytes}`, { accept: '*/*', withinMs: LOG_WITHIN_MS, mostBytes: bytes });
    if (found.kind !== 'found') return found;
    const came = found.text.split('\n').length;
    if (found.text.length < bytes * 0.99 || tries === MOST_TRIES) return { ...found, isCut: found.isCut || came > wanted || wanted < lines };
    wanted = Math.max(1, Math.floor(Math.min(came, wanted) * 0.5));
  }
}

/** Keeps a page; one that was cut is kept and noted, one that cannot be read only noted. */
export async function keep(
  about: About,
  page: Found & { readonly kind: 'found' },
  text: string | undefined,
  { put, miss }: Pick<Collecting, 'put' | 'miss'>,
): Promise<void> {
  if (text !== undefined) await put(about, text);
  if (page.isCut) miss(about, { reason: 'cut' });
  else if (text === undefined) miss(about, { reason: 'unreadable' });
}
