import type { Answer } from './answer.ts';
import type { Failure } from './connection.ts';
import { differingHeader, type IntermediarySign, intermediarySigns } from './intermediary-signs.ts';

/** Why a probe ended before all of its plan was done. */
export type Stop =
  | { readonly reason: 'interrupted' }
  | { readonly reason: 'failure'; readonly failure: Failure; readonly detail?: string }
  | { readonly reason: 'status'; readonly status: number }
  | { readonly reason: 'intermediary' | 'several-servers'; readonly sign: IntermediarySign };

/** What all connections of one probe share: whoever meets an error stops the others. */
export interface Brake {
  readonly signal: AbortSignal;
  readonly stop: (stop: Stop) => void;
  /** Judges an answer and stops the probe if it is no 2xx or came through a proxy. Says whether to go on. */
  readonly accepts: (answer: Answer) => boolean;
  readonly stopped: () => Stop | undefined;
  readonly signs: () => readonly IntermediarySign[];
}

/** `interrupt` is the user's Ctrl-C. */
export function createBrake(interrupt: AbortSignal, allowLoadBalancer: boolean): Brake {
  const abort = new AbortController();
  let stopped: Stop | undefined;
  let first: Answer | undefined;
  const signs = new Map<string, IntermediarySign>();
  const stop = (why: Stop): void => {
    stopped ??= why;
    abort.abort(new Error(why.reason));
  };
  const onInterrupt = (): void => stop({ reason: 'interrupted' });
  if (interrupt.aborted) onInterrupt();
  else interrupt.addEventListener('abort', onInterrupt, { once: true });
  return {
    signal: abort.signal,
    stop,
    stopped: () => stopped,
    signs: () => [...signs.values()],
    accepts: (answer) => {
      for (const sign of intermediarySigns(answer)) signs.set(`${sign.header}: ${sign.value}`, sign);
      // Anything but 2xx may mean that the server is in trouble, or that this is no harmless request to it; a redirect, that others answer for it.
      if (answer.status < 200 || answer.status >= 300) stop({ reason: 'status', status: answer.status });
      const [sign] = signs.values();
      if (sign !== undefined && !allowLoadBalancer) stop({ reason: 'intermediary', sign });
      first ??= answer;
      const differing = differingHeader(first, answer);
      if (differing !== undefined && !allowLoadBalancer) stop({ reason: 'several-servers', sign: differing });
      return stopped === undefined;
    },
  };
}
