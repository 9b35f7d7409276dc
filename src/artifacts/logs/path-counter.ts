import { detached } from './detached.ts';
import { pathShape } from './path-shape.ts';
import type { PathCount } from './types.ts';

/** Above this the paths are no list of things that a server does. */
const mostPaths = 64;

/** Requests of one cluster by path, as long as the paths are few. */
export interface PathCounter {
  readonly add: (path: string | undefined, isFailed: boolean) => void;
  /** Undefined where there were too many to count. */
  readonly counts: () => readonly PathCount[] | undefined;
}

export function createPathCounter(): PathCounter {
  let counts: Map<string, { requests: number; failures: number }> | undefined = new Map();
  return {
    add(path, isFailed) {
      if (counts === undefined || path === undefined) return;
      const shape = pathShape(path);
      let count = counts.get(shape);
      if (count === undefined) {
        if (counts.size >= mostPaths) {
          counts = undefined;
          return;
        }
        count = { requests: 0, failures: 0 };
        counts.set(detached(shape), count);
      }
      count.requests += 1;
      if (isFailed) count.failures += 1;
    },
    counts: () => counts && [...counts].map(([path, count]) => ({ path, ...count })),
  };
}
