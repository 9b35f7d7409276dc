import { statSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { HelperTask } from './scan-worker.ts';

/** Threads that scan blocks, of one file after the other. To start one takes a tenth of a second, so they may be started before what they help is loaded. */
export interface HelperThreads {
  readonly count: number;
  /** Has all of them scan a file, until its ring stops. */
  readonly scan: (task: Omit<HelperTask, 'thread'>) => void;
  /** Throws what a thread failed with; of a failure is heard when this thread lets events come. */
  readonly check: () => void;
  readonly end: () => void;
}

/** Files of this size are worth threads. */
export const LARGE: number = 8 * 1024 * 1024;

export function startHelpers(count: number): HelperThreads {
  const failures: unknown[] = [];
  const workers = Array.from({ length: count }, () => {
    const worker = startWorker();
    worker.on('error', (error) => failures.push(error));
    worker.unref();
    return worker;
  });
  return {
    count,
    scan(task) {
      for (const [index, worker] of workers.entries()) worker.postMessage({ ...task, thread: index + 1 } satisfies HelperTask);
    },
    check() {
      if (failures.length > 0) throw failures[0];
    },
    end() {
      for (const worker of workers) void worker.terminate();
    },
  };
}

/** Whether some path is a file that is large enough. */
export function isAnyLarge(paths: readonly string[]): boolean {
  return paths.some((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true && found.size >= LARGE;
  });
}

/**
 * A thread compiles its modules anew unless it is told of the cache that the program uses; from sources, where types are stripped first, that takes 11 MB.
 * What tells it has to be plain JavaScript.
 */
const starter = `const { workerData } = require('node:worker_threads');
if (workerData.cache !== undefined) require('node:module').enableCompileCache(workerData.cache);
import(workerData.script);`;

function startWorker(): Worker {
  const script = new URL(import.meta.url.endsWith('.ts') ? './scan-worker.ts' : './scan-worker.js', import.meta.url).href;
  return new Worker(starter, { eval: true, workerData: { script, cache: getCompileCacheDir() }, resourceLimits: { maxYoungGenerationSizeMb: 2 } });
}
