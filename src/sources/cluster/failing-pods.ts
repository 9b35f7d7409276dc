import type { JsonObject } from '../../model/json.ts';
import { eachOf } from './collecting.ts';
import { failedRows } from './other-ends.ts';
import { PROXY, podParts } from './pod-parts.ts';
import type { Requester } from './requester.ts';

/** Pods whose newest rows are looked at. */
const MOST = 40;
const AT_ONCE = 8;
const LINES = 2000;
const BYTES = 1024 ** 2;
const WITHIN_MS = 10_000;

/**
 * Of pods that would be left out, those whose proxies' newest rows show failures, the most first: one replica in many may be the one that fails.
 * One request for each; after a refusal nobody is asked any more. Nothing of this is kept.
 */
export async function failingPods(pods: readonly JsonObject[], sinceMs: number, ask: Requester): Promise<readonly JsonObject[]> {
  const counts = new Map<JsonObject, number>();
  let isRefused = false;
  const withProxy = pods.filter((pod) => podParts(pod).hasProxy);
  await eachOf(withProxy.slice(0, MOST), AT_ONCE, async (pod) => {
    if (isRefused) return;
    const { namespace, name } = podParts(pod);
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log?container=${PROXY}`;
    const limits = `&sinceSeconds=${Math.ceil(sinceMs / 1000)}&tailLines=${LINES}&limitBytes=${BYTES}`;
    const found = await ask.get(`${path}&timestamps=true${limits}`, { accept: '*/*', withinMs: WITHIN_MS, mostBytes: BYTES });
    if (found.kind === 'found') counts.set(pod, failedRows(found.text));
    else if (found.reason === 'forbidden') isRefused = true;
  });
  return withProxy.filter((pod) => (counts.get(pod) ?? 0) > 0).toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
}
