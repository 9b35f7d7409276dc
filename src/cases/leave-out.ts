import type { Snapshot } from '../model/snapshot.ts';
import type { CaseFiles } from './case-files.ts';

/** Ids of the artifacts that a snapshot has. */
export function artifactsIn(snapshot: Snapshot): readonly string[] {
  return Object.entries(snapshot.artifacts).flatMap(([id, gathered]) => (gathered.status === 'ok' && id !== 'snapshot-time' ? [id] : []));
}

/** The same snapshot as if one kind of evidence had never been collected. */
export function withoutArtifact(snapshot: Snapshot, id: string): Snapshot {
  return {
    ...snapshot,
    artifacts: { ...snapshot.artifacts, [id]: { status: 'absent', reason: 'left out' } },
    coverage: { ...snapshot.coverage, read: snapshot.coverage.read.filter(({ artifact }) => artifact !== id) },
  };
}

/** A part of a bundle that somebody could have failed to collect. */
export interface Part {
  readonly name: string;
  readonly paths: ReadonlySet<string>;
}

/** All parts of a bundle: every folder, every file, and files of one name wherever they lie (all `istio-proxy.log`, all `pods.json`). No part is the whole. */
export function partsOf(files: CaseFiles): readonly Part[] {
  const parts = new Map<string, Set<string>>();
  const add = (name: string, path: string): void => {
    parts.set(name, (parts.get(name) ?? new Set()).add(path));
  };
  for (const path of files.keys()) {
    const segments = path.split('/');
    for (let depth = 1; depth < segments.length; depth += 1) add(`${segments.slice(0, depth).join('/')}/`, path);
    add(path, path);
    add(`*/${segments.at(-1)}`, path);
    const kind = /\.(?:log|txt|certs|clusters|config_dump|stats|previous\.log)$/.exec(path)?.[0];
    if (kind !== undefined) add(`*${kind}`, path);
  }
  const seen = new Set<string>();
  return [...parts]
    .map(([name, paths]) => ({ name, paths }))
    .filter(({ paths }) => {
      const key = [...paths].toSorted().join('\n');
      if (paths.size === files.size || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export function withoutPart(files: CaseFiles, part: Part): CaseFiles {
  return new Map([...files].filter(([path]) => !part.paths.has(path)));
}

/** True when some log still shows a failing request: of a proxy (flag or 5xx), or of an application that names the status it got. */
export function showsFailures(files: CaseFiles): boolean {
  return [...files.values()].some((content) => FAILING.test(content.toString('latin1')));
}

const FAILING = /HTTP\/[\d.]+" (?:5\d\d|404 NR) |filter_chain_not_found|(?:response|status) code:? (?:5\d\d|404)|: HTTP 5\d\d/;
