import type { Question } from '../../model/snapshot.ts';

/** A file of the collection and the artifact it feeds. */
export interface CollectedFile {
  readonly file: string;
  readonly artifact?: string;
  readonly bytes: number;
}

/**
 * Why a piece of evidence is not there. `forbidden`: this user may not read it, `unauthenticated`: the cluster does not know who asks; `not-served`: the cluster has no such kind; `gone`: the object was not there any more; `expired`:
 * a list changed while it was read, what came before is kept; `cut`: longer than the limit, the rest is missing; `budget`: time, bytes or requests were used up;
 * `no-metrics-api`: under the URL of `--metrics` nothing answers as a Prometheus does, `no-series`: it has none of the path;
 * `stopped`: by the person; `left-out`: by choice, as pods beyond those asked; `empty` was read and holds nothing, `unreadable` was read and is not what it should be.
 */
export type MissingReason =
  | 'not-served'
  | 'forbidden'
  | 'unauthenticated'
  | 'gone'
  | 'expired'
  | 'throttled'
  | 'refused'
  | 'unreachable'
  | 'timeout'
  | 'cut'
  | 'budget'
  | 'stopped'
  | 'left-out'
  | 'empty'
  | 'unreadable'
  | 'no-reader'
  | 'no-pod'
  | 'no-metrics-api'
  | 'no-series';

/** A piece of evidence that was looked for and is not there, or not whole. `detail` is the words of whoever refused. */
export interface MissingFile {
  readonly file: string;
  readonly artifact?: string;
  readonly reason: MissingReason;
  readonly detail?: string;
}

/** What collecting says of itself: the file `collection.json` of the archive, in the form of a Kubernetes object. docs/collect.md describes it. */
export interface CollectionRecord {
  readonly apiVersion: 'why503/v1';
  readonly kind: 'Collection';
  readonly metadata: { readonly name: 'collection' };
  /** The tool that wrote it, as `why503 0.1.0`. */
  readonly collectedBy: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The context's name. */
  readonly cluster: string;
  readonly question: Question;
  readonly namespaces: readonly string[];
  readonly requests: number;
  /** The metrics server beside the cluster, without credentials, and the requests that went to it. */
  readonly metrics?: { readonly server: string; readonly requests: number };
  readonly redacted: true;
  readonly files: readonly CollectedFile[];
  readonly missing: readonly MissingFile[];
}

/** The folder inside the archive that holds everything. */
export const collectionFolder = 'why503-collection';
