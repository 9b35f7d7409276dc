import type { JsonObject } from '../../model/json.ts';
import { type KubeApi, KubeError } from '../cluster/kube-api.ts';

/** Writes a pod's status whenever it differs from what was written last. */
export interface StatusWriter {
  /** The status may have changed. Several calls in a row make one write. */
  readonly touch: () => void;
  /** Writes what there is now, and resolves when it is written. */
  readonly flush: () => Promise<void>;
  /** Writes nothing more. */
  readonly close: () => void;
}

/** Milliseconds in which changes are gathered. */
const gather = 30;

export function createStatusWriter(api: KubeApi, path: string, status: () => JsonObject, onProblem: (problem: string) => void): StatusWriter {
  let written = '';
  let queue: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const write = async (): Promise<void> => {
    if (isClosed) return;
    const next = status();
    const text = JSON.stringify(next);
    if (text === written) return;
    for (let tries = 0; ; tries += 1) {
      try {
        // A merge patch replaces lists as a whole and keeps what is left out: the quality-of-service class and what others wrote.
        await api.patch(`${path}/status`, { status: next }, 'merge');
        written = text;
        return;
      } catch (error) {
        if (!(error instanceof KubeError)) throw error;
        if (error.status === 404) return;
        if (tries === 3 || (error.status >= 400 && error.status < 500 && error.status !== 409 && error.status !== 429))
          return onProblem(`status of ${path}: ${error.message}`);
        await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** tries));
      }
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    queue = queue.then(write);
    return queue;
  };
  return {
    touch: () => {
      if (isClosed) return;
      timer ??= setTimeout(() => void flush(), gather);
    },
    flush,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
