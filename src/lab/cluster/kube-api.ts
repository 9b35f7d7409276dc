import type { JsonObject } from '../../model/json.ts';

/** A Kubernetes object with what every request needs of it. */
export interface KubeObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: KubeMetadata;
}

export interface KubeMetadata extends JsonObject {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
}

/** What a watch reports; `synced` comes once after each complete list, with all that is on it. */
export type WatchEvent =
  | { readonly type: 'added' | 'modified' | 'deleted'; readonly object: KubeObject }
  | { readonly type: 'synced'; readonly objects: readonly KubeObject[] };

/** The requests that the lab makes of its API server. Paths begin with `/api` or `/apis`. Every method throws `KubeError` on a refusal. */
export interface KubeApi {
  /** `https://host:port` of the API server. */
  readonly url: string;
  readonly get: (path: string) => Promise<JsonObject>;
  /** The items of a list; `path` as for `get`. */
  readonly list: (path: string) => Promise<readonly KubeObject[]>;
  /** The body as text, for logs and non-resource paths. */
  readonly text: (path: string) => Promise<string>;
  readonly create: (path: string, body: JsonObject) => Promise<JsonObject>;
  /** Server-side apply by the lab's own field manager, taking over fields of others. */
  readonly apply: (object: KubeObject) => Promise<KubeObject>;
  readonly patch: (path: string, body: unknown, type?: 'merge' | 'strategic' | 'json') => Promise<JsonObject>;
  readonly delete: (path: string, options?: { readonly gracePeriodSeconds?: number }) => Promise<void>;
  /** Lists, then watches, and starts again after a break, until the signal. Events come in order; the returned promise ends with the signal. */
  readonly watch: (path: string, onEvent: (event: WatchEvent) => void, signal: AbortSignal) => Promise<void>;
  /** The path of a single object, by discovery of its plural name. */
  readonly pathOf: (
    object: Pick<KubeObject, 'apiVersion' | 'kind'> & { readonly metadata: { readonly name: string; readonly namespace?: string } },
  ) => Promise<string>;
}

/** A request that the API server refused or that did not reach it (`status` 0). */
export class KubeError extends Error {
  readonly status: number;
  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KubeError';
    this.status = status;
  }
}
