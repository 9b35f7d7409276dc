import { diagnose } from '../index.ts';
import type { Diagnosis, Verdict } from '../model/diagnosis.ts';
import type { Question } from '../model/snapshot.ts';
import { renderJson, renderMarkdown, renderText } from '../report/index.ts';
import { type Progress, readBundle } from '../sources/bundle/index.ts';
import type { BundleLimits } from '../sources/bundle/limits.ts';
import { fullCatalogue } from './catalogue.ts';
import type { ClusterOptions } from './cluster-options.ts';
import type { Language } from './language.ts';
import { limitsFrom } from './limit-options.ts';
import { terminalPaint } from './paint.ts';
import { createNurseryLimit } from './nursery-limit.ts';
import { progressLine } from './progress-line.ts';

/** The same for every format: a script may branch on them. */
const exitCodes: Readonly<Record<Verdict, number>> = { healthy: 0, diagnosed: 1, undecided: 3 };

export interface DiagnoseOptions extends ClusterOptions {
  readonly from?: string;
  readonly to?: string;
  readonly since?: number;
  readonly output: 'text' | 'json' | 'markdown';
  readonly lang: Language;
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly verbose?: boolean;
  readonly width?: number;
  readonly progress: boolean;
  /** Where the evidence of a live cluster is kept. */
  readonly save?: string;
}

/** `why503 diagnose`: reads (without paths: collects first), diagnoses, prints; gives the exit code. */
export async function runDiagnose(paths: readonly string[], options: DiagnoseOptions & Partial<BundleLimits>): Promise<number> {
  if (paths.length > 0) return await diagnosePaths(paths, options);
  const { withCollected } = await import('./collected-evidence.ts');
  return await withCollected(questionOf(options), options, (archive) => diagnosePaths([archive], options));
}

async function diagnosePaths(paths: readonly string[], options: DiagnoseOptions & Partial<BundleLimits>): Promise<number> {
  const progress = progressLine(options.progress && process.stderr.isTTY === true, options.lang);
  const limitNursery = createNurseryLimit();
  const onProgress = (step: Progress): void => {
    limitNursery();
    progress.show(step);
  };
  const interrupt = new AbortController();
  // the first Ctrl-C ends the reading and reports on what is there so far; the second ends the program
  const stop = (): void => interrupt.abort();
  process.once('SIGINT', stop);
  try {
    const snapshot = await readBundle(paths, { limits: limitsFrom(options), onProgress, signal: interrupt.signal });
    progress.clear();
    // An archive knows what it was collected for; what is asked now goes before.
    const asked = questionOf(options);
    const diagnosis = diagnose(snapshot, Object.keys(asked).length === 0 ? (snapshot.collectedFor ?? asked) : asked);
    process.stdout.write(rendered(diagnosis, options));
    return exitCodes[diagnosis.verdict];
  } finally {
    progress.clear();
    process.removeListener('SIGINT', stop);
  }
}

function questionOf({ from, to, since }: DiagnoseOptions): Question {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(since === undefined ? {} : { sinceMs: since }) };
}

function rendered(diagnosis: Diagnosis, options: DiagnoseOptions): string {
  if (options.output === 'json') return renderJson(diagnosis);
  const catalogue = fullCatalogue(options.lang);
  if (options.output === 'markdown') return renderMarkdown(diagnosis, { catalogue });
  return renderText(diagnosis, {
    catalogue,
    width: options.width ?? Math.min(process.stdout.columns ?? 80, 110),
    verbose: options.verbose ?? false,
    ascii: options.ascii ?? false,
    ...(options.color ? { paint: terminalPaint } : {}),
  });
}
