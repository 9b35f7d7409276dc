import { join } from 'node:path';
import type { Question } from '../model/snapshot.ts';
import { withScratch } from '../sources/bundle/scratch.ts';
import { collect } from '../sources/cluster/collect.ts';
import { type AskedCluster, collectRequest, stepText } from './collect-cluster.ts';
import { firstInterrupt } from './first-interrupt.ts';
import { stepLine } from './step-line.ts';

export interface LiveOptions extends AskedCluster {
  /** Where the archive is kept; else it is removed afterwards. */
  readonly save?: string;
  readonly progress: boolean;
}

/** Collects from the cluster and hands the archive's path to `use`: a live cluster is read as its archive is, and nothing else. Ctrl-C ends the collecting, not the use. */
export async function withCollected<T>(question: Question, options: LiveOptions, use: (archive: string) => Promise<T>): Promise<T> {
  return await withScratch(async (scratch) => {
    const interrupt = firstInterrupt();
    const line = stepLine(options.progress && process.stderr.isTTY === true);
    const request = collectRequest(question, options, interrupt.signal, (step) => line.show(stepText(step, options.lang)));
    const archive = options.save ?? join(await scratch(), 'collection.tar.gz');
    try {
      await collect(request, archive);
    } finally {
      line.clear();
      interrupt.release();
      request.port.close();
      request.metrics?.close();
    }
    return await use(archive);
  });
}
