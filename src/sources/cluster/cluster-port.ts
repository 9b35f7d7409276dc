import type { PodName } from './pod-name.ts';

/** The requests that collecting makes of a cluster. All of them are GET; nothing here can change anything. */
export interface ClusterPort {
  /** What people call this cluster: the context's name. */
  readonly context: string;
  /** The namespace that is meant when none is said. */
  readonly namespace?: string;
  /** `path` begins with `/api` or `/apis`. Throws a `ClusterError` when no answer came; a refusal is an answer. */
  readonly get: (path: string, options: GetOptions) => Promise<Answer>;
  /** Opens a port inside a pod, as a port-forward does. Throws a `ClusterError` when it cannot be opened. */
  readonly forward: (pod: PodName, port: number, signal: AbortSignal) => Promise<ForwardedPort>;
  readonly close: () => void;
}

export interface GetOptions {
  readonly signal: AbortSignal;
  /** The answer is cut behind so many bytes. */
  readonly mostBytes: number;
  readonly accept?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** True when there was more than was taken. */
  readonly isCut: boolean;
  /** What a server that is too busy asks for, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** An HTTP server behind a port of a pod. Requests go one after the other over one connection. */
export interface ForwardedPort {
  readonly get: (path: string, options: GetOptions) => Promise<Answer>;
  readonly close: () => void;
}

/** There was no answer. `unreachable` covers all of connecting, TLS and connections that break; `refused` is a port-forward that was answered with `status`. */
export type ClusterFailure = 'unreachable' | 'timeout' | 'refused';

/** A request without a usable answer. Its message is the words of whoever failed; it names no credentials. */
export class ClusterError extends Error {
  readonly failure: ClusterFailure;
  /** The HTTP status of a refusal to forward. */
  readonly status: number;
  constructor(message: string, failure: ClusterFailure, status = 0, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterError';
    this.failure = failure;
    this.status = status;
  }
}
