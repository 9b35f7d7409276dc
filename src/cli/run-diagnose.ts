import { resolveWindow, type WindowText } from '../formats/time/index.ts';
import { diagnose } from '../index.ts';
import type { Diagnosis, Verdict } from '../model/diagnosis.ts';
import type { Question } from '../model/snapshot.ts';
import { fill } from '../model/text.ts';
import { type EpochMs, instant, type Span } from '../model/time.ts';
import { renderJson, renderMarkdown, renderText } from '../report/index.ts';
import { type Progress, readBundle } from '../sources/bundle/index.ts';
import type { BundleLimits } from '../sources/bundle/limits.ts';
import { UserError } from '../sources/user-error.ts';
import { fullCatalogue } from './catalogue.ts';
import type { ClusterOptions } from './cluster-options.ts';
import { diagnoseTexts } from './diagnose-texts.ts';
import { firstInterrupt } from './first-interrupt.ts';
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
  readonly window?: WindowText;
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
  const interrupt = firstInterrupt();
  try {
    const snapshot = await readBundle(paths, { limits: limitsFrom(options), onProgress, signal: interrupt.signal });
    progress.clear();
    // An archive knows what it was collected for; what is asked now goes before.
    const asked = questionOf(options, snapshot.takenAt);
    const diagnosis = diagnose(snapshot, Object.keys(asked).length === 0 ? (snapshot.collectedFor ?? asked) : asked);
    process.stdout.write(rendered(diagnosis, options));
    return exitCodes[diagnosis.verdict];
  } finally {
    progress.clear();
    interrupt.release();
  }
}

/** The stretch of time that was asked about, now that the end of the evidence is known. */
function windowOf({ window, lang }: DiagnoseOptions, takenAt: EpochMs): Span | undefined {
  if (window === undefined) return undefined;
  const span = resolveWindow(window, takenAt);
  const say = diagnoseTexts[lang];
  if (span === undefined) throw new UserError('EMPTY_WINDOW', fill(say.emptyWindow, { end: instant(takenAt) }), say.emptyWindowNext);
  return span;
}

function questionOf(options: DiagnoseOptions, takenAt?: EpochMs): Question {
  const { from, to, since } = options;
  const window = takenAt === undefined ? undefined : windowOf(options, takenAt);
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(since === undefined ? {} : { sinceMs: since }),
    ...(window === undefined ? {} : { window }),
  };
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
