import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { instant } from '../../model/time.ts';
import type { KubeApi, KubeObject } from '../cluster/kube-api.ts';
import { eachOf } from '../../sources/cluster/collecting.ts';
import type { CollectedFile, MissingFile } from '../../sources/cluster/collection.ts';
import { bundleFolder } from './bundle-folder.ts';
import { collectMesh } from './collect-mesh.ts';
import { collectObjects } from './collect-objects.ts';
import { collectPod } from './collect-pods.ts';
import { podParts } from '../../sources/cluster/pod-parts.ts';
import type { Clock, EvidenceReaders } from './readers.ts';

export interface BundleRequest {
  readonly api: KubeApi;
  readonly read: EvidenceReaders;
  /** The folder to fill; it is made where it does not exist. */
  readonly into: string;
  /** Whose pods and objects are gathered. */
  readonly namespaces: readonly string[];
  /** Istio's root namespace (default `istio-system`), which is gathered as well: its objects hold for the whole mesh, and istiod runs there. */
  readonly rootNamespace?: string;
  readonly now: Clock;
  readonly signal: AbortSignal;
}

/** What became of the collecting; the same stands in the bundle's `collection.json`. */
export interface Collection {
  readonly files: readonly CollectedFile[];
  readonly missing: readonly MissingFile[];
}

/** Pods asked at the same moment. */
const AT_ONCE = 4;

/**
 * Gathers the evidence of some namespaces into a folder that diagnose reads. Only reads: GET requests to the API server, and what the
 * readers give. A piece that cannot be had is recorded and loses nothing else; throws only when stopped by the signal or when the folder cannot be written.
 */
export async function collectBundle(request: BundleRequest): Promise<Collection> {
  const { api, read, into, signal } = request;
  const namespaces = [...new Set([...request.namespaces, request.rootNamespace ?? 'istio-system'])];
  const startedAt = instant(request.now());
  const folder = bundleFolder(into, signal);
  const pods = (await podsOf(api, namespaces)).map(podParts);
  // Proxies and logs age by the second, objects do not: they come first.
  await eachOf(pods, AT_ONCE, (pod) => collectPod(pod, { api, read, folder }));
  await collectMesh(pods, read, folder);
  await collectObjects({ api, folder, namespaces });
  const collection = { files: folder.files(), missing: folder.missing() };
  // The form of a Kubernetes object, so that a reader of bundles has nothing unknown before it.
  const record = {
    apiVersion: 'why503/v1',
    kind: 'Collection',
    metadata: { name: 'collection' },
    startedAt,
    finishedAt: instant(request.now()),
    namespaces,
    ...collection,
  };
  await writeFile(join(into, 'collection.json'), `${JSON.stringify(record, undefined, 1)}\n`);
  return collection;
}

/** A namespace that cannot be listed has no pods here; the list of its pods, gathered later, records why. */
async function podsOf(api: KubeApi, namespaces: readonly string[]): Promise<readonly KubeObject[]> {
  const lists = await Promise.allSettled(namespaces.map((namespace) => api.list(`/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`)));
  return lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : []));
}
