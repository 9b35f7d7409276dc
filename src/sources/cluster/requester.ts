import { setTimeout as sleep } from 'node:timers/promises';
import type { MissingReason } from './collection.ts';
import { UserError } from '../user-error.ts';
import { type Answer, ClusterError, type ClusterPort, type ForwardedPort } from './cluster-port.ts';
import { forwardPath } from './forward/open-forward.ts';
import { messageOf } from './parse-answer.ts';
import type { PodName } from './pod-name.ts';

/** What came of a request: its text, or why there is none. */
export type Found = { readonly kind: 'found'; readonly text: string; readonly isCut: boolean } | Missing;
export interface Missing {
  readonly kind: 'missing';
  readonly reason: MissingReason;
  readonly detail?: string;
  /** What the server said in a refusal. */
  readonly body?: string;
}

export interface AskOptions {
  readonly accept?: string;
  readonly mostBytes?: number;
  readonly withinMs?: number;
}

/** Asks a cluster within a budget and with patience. Throws nothing but a `UserError` of credentials that cannot be had. */
export interface Requester {
  readonly get: (path: string, options?: AskOptions) => Promise<Found>;
  /** Pages of a server inside a pod, in this order; one port-forward serves them all. */
  readonly forwarded: (pod: PodName, port: number, paths: readonly string[], options?: AskOptions) => Promise<readonly Found[]>;
  /** Every request so far, as `GET path`; pages behind a port-forward as `GET namespace/pod:port/path`. */
  readonly requests: () => readonly string[];
  /** Requests that went to the API server: pages behind a port-forward are none. */
  readonly count: () => number;
  /** From now on requests are listed and not made. */
  readonly pretend: () => void;
}

/** How much collecting may cost. */
export interface CollectBudget {
  readonly totalMs: number;
  readonly requests: number;
  readonly bytes: number;
  /** Requests a second. */
  readonly rate: number;
  /** Of one answer. */
  readonly answerBytes: number;
  readonly answerMs: number;
}

export const defaultBudget: CollectBudget = {
  totalMs: 120_000,
  requests: 300,
  bytes: 512 * 1024 ** 2,
  rate: 40,
  answerBytes: 64 * 1024 ** 2,
  answerMs: 20_000,
};

/** Tries of one request, and waits between them in milliseconds. */
const TRIES = 3;
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** After so many requests in a row without an answer, nobody is asked any more. */
const MOST_SILENT = 4;

/** A requester for one run. `signal` is the person's. */
export function createRequester(port: ClusterPort, budget: CollectBudget, signal: AbortSignal): Requester {
  const made: string[] = [];
  const deadline = AbortSignal.timeout(budget.totalMs);
  const whole = AbortSignal.any([signal, deadline]);
  let count = 0;
  let bytes = 0;
  let silent = 0;
  let nextAt = 0;
  let isPretending = false;

  const refusal = (): Missing | undefined => {
    if (signal.aborted) return missing('stopped');
    if (deadline.aborted || count >= budget.requests || bytes >= budget.bytes) return missing('budget');
    return silent >= MOST_SILENT ? missing('unreachable', 'the API server stopped answering') : undefined;
  };
  /** Waits for its turn. */
  const turn = async (): Promise<void> => {
    const now = performance.now();
    const at = Math.max(now, nextAt);
    nextAt = at + 1000 / budget.rate;
    if (at > now) await sleep(at - now, undefined, { signal: whole });
    count += 1;
  };
  const once = async (ask: (options: { readonly signal: AbortSignal }) => Promise<Answer>, withinMs: number): Promise<Answer> => {
    const limit = AbortSignal.timeout(withinMs);
    try {
      return await ask({ signal: AbortSignal.any([whole, limit]) });
    } catch (error) {
      if (limit.aborted && !whole.aborted) throw new ClusterError(`no answer within ${withinMs / 1000} s`, 'timeout', 0, { cause: error });
      throw error;
    }
  };
  const patiently = async (ask: (options: { readonly signal: AbortSignal }) => Promise<Answer>, withinMs: number, isServer: boolean): Promise<Found> => {
    for (let tries = 1; ; tries += 1) {
      const no = refusal();
      if (no !== undefined) return no;
      try {
        if (isServer) await turn();
        const answer = await once(ask, withinMs);
        if (isServer) silent = 0;
        bytes += answer.text.length;
        if (answer.status < 300) return { kind: 'found', text: answer.text, isCut: answer.isCut };
        if (tries >= TRIES || !isPassing(answer.status)) return refused(answer.status, answer.text);
        await sleep(Math.min(answer.retryAfterMs ?? PAUSE_MS * tries, LONGEST_PAUSE_MS), undefined, { signal: whole });
      } catch (error) {
        // Who cannot prove who he is gets nothing, and need not be asked for every piece.
        if (error instanceof UserError) throw error;
        const stop = refusal();
        if (stop !== undefined) return stop;
        if (isServer) silent += 1;
        const isSlow = error instanceof ClusterError && error.failure === 'timeout';
        if (tries >= TRIES || isSlow || !isServer) return failed(error);
        await sleep(PAUSE_MS * tries, undefined, { signal: whole }).catch(() => undefined);
      }
    }
  };
  const optionsOf = ({ accept, mostBytes = budget.answerBytes }: AskOptions) => ({ mostBytes, ...(accept === undefined ? {} : { accept }) });

  const get: Requester['get'] = async (path, options = {}) => {
    made.push(`GET ${path}`);
    if (isPretending) return missing('left-out');
    return await patiently(({ signal: own }) => port.get(path, { ...optionsOf(options), signal: own }), options.withinMs ?? budget.answerMs, true);
  };
  const forwarded: Requester['forwarded'] = async (pod, number, paths, options = {}) => {
    made.push(`GET ${forwardPath(pod, number)}`, ...paths.map((path) => `GET ${pod.namespace}/${pod.name}:${number}${path}`));
    if (isPretending) return paths.map(() => missing('left-out'));
    const withinMs = options.withinMs ?? budget.answerMs;
    const opened = await openedPort(pod, number, withinMs);
    if ('kind' in opened) return paths.map(() => opened);
    const pages: Found[] = [];
    try {
      for (const path of paths) {
        pages.push(await patiently(({ signal: own }) => opened.get(path, { ...optionsOf(options), signal: own }), withinMs, false));
      }
    } finally {
      opened.close();
    }
    return pages;
  };
  const openedPort = async (pod: PodName, number: number, withinMs: number): Promise<ForwardedPort | Missing> => {
    const no = refusal();
    if (no !== undefined) return no;
    try {
      await turn();
      return await port.forward(pod, number, AbortSignal.any([whole, AbortSignal.timeout(withinMs)]));
    } catch (error) {
      if (error instanceof UserError) throw error;
      return refusal() ?? (error instanceof ClusterError && error.failure === 'refused' ? refused(error.status, error.message) : failed(error));
    }
  };
  return {
    get,
    forwarded,
    requests: () => made,
    count: () => count,
    pretend: () => {
      isPretending = true;
    },
  };
}

/** Too many requests, and servers that are about to be there again. */
function isPassing(status: number): boolean {
  return status === 429 || status === 500 || status === 502 || status === 503 || status === 504;
}

function refused(status: number, body: string): Missing {
  const reasons: Readonly<Record<number, MissingReason>> = { 401: 'unauthenticated', 403: 'forbidden', 404: 'gone', 410: 'expired', 429: 'throttled' };
  return { kind: 'missing', reason: reasons[status] ?? 'refused', detail: `${status} ${messageOf(body, LONGEST_MESSAGE)}`.trim(), body };
}

function failed(error: unknown): Missing {
  const detail = error instanceof Error ? error.message : String(error);
  return missing(error instanceof ClusterError && error.failure === 'timeout' ? 'timeout' : 'unreachable', detail);
}

function missing(reason: MissingReason, detail?: string): Missing {
  return { kind: 'missing', reason, ...(detail === undefined ? {} : { detail }) };
}

const LONGEST_MESSAGE = 300;
