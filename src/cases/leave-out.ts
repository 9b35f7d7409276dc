import type { Place } from '../model/evidence.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Gathered, Identity } from '../model/source.ts';
import type { Random } from '../race/random.ts';

/** Evidence that somebody could have failed to collect, as a choice among the items of a snapshot. */
export interface Part {
  readonly name: string;
  readonly holds: (item: Item) => boolean;
}

/** One thing that was read: a pod, an event, the log of one proxy, a dump. */
export interface Item {
  readonly artifact: string;
  readonly file: string;
  /** `NAMESPACE/POD` that it is about, where it is about one. */
  readonly pod?: string;
}

/** Every kind of evidence, every file, every folder at the top, everything of one pod. What holds all or the same as another is left out. */
export function partsOf(snapshot: Snapshot): readonly Part[] {
  const items = itemsOf(snapshot);
  const parts: readonly Part[] = [
    ...distinct(items, ({ artifact }) => artifact).map((id) => ({ name: `kind ${id}`, holds: (item: Item) => item.artifact === id })),
    ...distinct(items, ({ pod }) => pod).map((pod) => ({ name: `pod ${pod}`, holds: (item: Item) => item.pod === pod })),
    ...distinct(items, topFolder).map((folder) => ({ name: `${folder}/`, holds: (item: Item) => topFolder(item) === folder })),
    ...distinct(items, ({ file }) => file).map((file) => ({ name: file, holds: (item: Item) => item.file === file })),
  ];
  const seen = new Set<string>();
  return parts.filter(({ holds }) => {
    const held = items.flatMap((item, index) => (holds(item) ? [index] : []));
    const key = held.join();
    if (held.length === items.length || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Several parts at once, as a hasty collection loses them: each is lost with the probability `share`. */
export function randomLosses(parts: readonly Part[], count: number, share: number, random: Random): readonly Part[] {
  return Array.from({ length: count }, (_, index): Part => {
    const lost = parts.filter(({ name }) => /^(?:kind|pod) /.test(name) && random.uniform() < share);
    return {
      name: `random ${index + 1}: ${lost.map(({ name }) => name.replace(/^kind /, '')).join(', ')}`,
      holds: (item) => lost.some(({ holds }) => holds(item)),
    };
  });
}

/** Only two kinds of evidence: the proxies' logs and one other. */
export function pairsWithLogs(snapshot: Snapshot): readonly Part[] {
  return distinct(itemsOf(snapshot), ({ artifact }) => artifact)
    .filter((id) => id !== 'access-logs')
    .map((id) => ({ name: `all but access-logs and ${id}`, holds: ({ artifact }) => artifact !== id && artifact !== 'access-logs' }));
}

/** The same snapshot as if a part of it had never been collected. Nothing is read again. */
export function withoutPart(snapshot: Snapshot, { holds }: Part): Snapshot {
  const artifacts: { [id: string]: Gathered } = {};
  for (const [artifact, gathered] of Object.entries(snapshot.artifacts)) artifacts[artifact] = rest(artifact, gathered, filesOf(snapshot, artifact), holds);
  const read = snapshot.coverage.read.filter(({ artifact }) => artifacts[artifact] === undefined || artifacts[artifact].status !== 'absent');
  return { ...snapshot, artifacts, coverage: { ...snapshot.coverage, read } };
}

function rest(artifact: string, gathered: Gathered, files: readonly string[], holds: Part['holds']): Gathered {
  if (gathered.status !== 'ok' || !Array.isArray(gathered.value)) return gathered;
  const value = gathered.value.filter((item: unknown) => !holds(itemOf(artifact, item)));
  // A list that was read and is empty says that there is none; it goes with its file.
  const isLost = value.length === 0 && (gathered.value.length > 0 || (files.length > 0 && files.every((file) => holds({ artifact, file }))));
  return isLost ? { status: 'absent', reason: 'left out' } : { status: 'ok', value };
}

/** True when some proxy's row still shows a failing request. */
export function showsFailures({ artifacts }: Snapshot): boolean {
  const logs = artifacts['access-logs'];
  if (logs?.status !== 'ok' || !Array.isArray(logs.value)) return false;
  return logs.value.some((log: { readonly failures: readonly unknown[] }) => log.failures.length > 0); // the access logs' own type
}

/** All that a snapshot holds, an empty list as one item of its file. */
function itemsOf(snapshot: Snapshot): readonly Item[] {
  return Object.entries(snapshot.artifacts).flatMap(([artifact, gathered]) => {
    if (gathered.status !== 'ok' || !Array.isArray(gathered.value)) return [];
    if (gathered.value.length === 0) return filesOf(snapshot, artifact).map((file) => ({ artifact, file }));
    return gathered.value.map((item: unknown) => itemOf(artifact, item));
  });
}

/** Every item of an artifact says where it stands; what a proxy or container wrote says of which. */
function itemOf(artifact: string, item: unknown): Item {
  const { at, proxy, identity } = item as { readonly at?: Place; readonly proxy?: Identity; readonly identity?: Identity }; // see src/artifacts
  const of = proxy ?? identity;
  const object = at?.object;
  const pod = of?.pod ?? (object?.kind === 'Pod' ? object.name : undefined);
  const namespace = of?.namespace ?? object?.namespace ?? '';
  return { artifact, file: at?.file ?? '', ...(pod === undefined ? {} : { pod: `${namespace}/${pod}` }) };
}

function filesOf(snapshot: Snapshot, artifact: string): readonly string[] {
  return snapshot.coverage.read.find((entry) => entry.artifact === artifact)?.files ?? [];
}

function topFolder({ file }: Item): string | undefined {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : undefined;
}

function distinct(items: readonly Item[], of: (item: Item) => string | undefined): readonly string[] {
  return [...new Set(items.flatMap((item) => of(item) ?? []))].toSorted();
}
