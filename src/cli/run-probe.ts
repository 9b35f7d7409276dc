import { fill } from '../model/text.ts';
import {
  bound,
  defaultWait,
  type DoneReport,
  holdTarget,
  mostConnections,
  mostRequests,
  type Observed,
  planProbe,
  type ProbePlan,
  probeReport,
  probeTexts,
  readTarget,
  renderReport,
  resolveAddress,
  runProbe,
  socketOpener,
  type TlsOptions,
  tlsSettings,
} from '../probe/index.ts';
import { safe } from '../report/index.ts';
import { UserError } from '../sources/user-error.ts';
import { firstInterrupt } from './first-interrupt.ts';
import type { Language } from './language.ts';
import { probeProgress } from './probe-progress.ts';
import { textTerminal } from './text-terminal.ts';

export interface ProbeCommandOptions extends TlsOptions {
  readonly path?: string;
  readonly host?: string;
  readonly method?: 'GET' | 'HEAD';
  readonly connections?: number;
  readonly maxWait?: number;
  /** `true`: given without a number. */
  readonly requests?: number | true;
  readonly age?: number | true;
  readonly allowLoadBalancer?: boolean;
  readonly dryRun?: boolean;
  readonly output: 'text' | 'json' | 'markdown';
  readonly lang: Language;
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly width?: number;
  readonly progress: boolean;
}

const exitCodes: Readonly<Record<DoneReport['outcome'], number>> = { measured: 0, longer: 3, interrupted: 3, failed: 2 };

/** `why503 probe`: plans, says so, measures, prints; gives the exit code. */
export async function runProbeCommand(text: string, options: ProbeCommandOptions): Promise<number> {
  const { lang } = options;
  const target = readTarget(text, options, lang);
  const tls = tlsSettings(target, options, lang);
  const maxWait = options.maxWait ?? defaultWait;
  const plan = planProbe(target, {
    connections: options.connections ?? mostConnections,
    maxWait,
    ...(options.requests === undefined ? {} : { requests: options.requests === true ? mostRequests : options.requests }),
    ...(options.age === undefined ? {} : { age: options.age === true ? maxWait : options.age }),
    allowLoadBalancer: options.allowLoadBalancer ?? false,
  });
  const print = (report: Parameters<typeof renderReport>[0]): void => {
    process.stdout.write(renderReport(report, { output: options.output, lang, ...textTerminal(options) }));
  };
  if (options.dryRun === true) {
    print({ schemaVersion: 1, outcome: 'planned', plan });
    return 0;
  }
  const { host, port } = target;
  const resolved = await resolveAddress(host);
  if ('failure' in resolved) {
    const observed: Observed = { connections: [], signs: [], stopped: { reason: 'failure', ...resolved }, tookMs: 0, worstLagMs: 0 };
    print(probeReport(plan, { address: host, further: 0 }, observed));
    return exitCodes.failed;
  }
  const held = await holdTarget(resolved.address, port);
  if (held === undefined) throw new UserError('probe-busy', fill(probeTexts(lang).busy, { target: text }), probeTexts(lang).busyNext);
  try {
    const open = socketOpener({ address: resolved.address, port, host, ...(tls === undefined ? {} : { tls }) }, plan.answerLimitMs);
    const report = probeReport(plan, resolved, await interruptible(plan, text, open, options));
    print(report);
    return exitCodes[report.outcome];
  } finally {
    held.release();
  }
}

/** Runs the plan with its time said first and a progress line; the first Ctrl-C ends it with what is known, the second ends the program. */
async function interruptible(plan: ProbePlan, text: string, open: ReturnType<typeof socketOpener>, options: ProbeCommandOptions): Promise<Observed> {
  if (options.progress) {
    const { mostConnectionsAtOnce: connections, mostRequests: requests, atMostMs } = plan;
    process.stderr.write(`${fill(probeTexts(options.lang).starting, { target: safe(text), connections, requests, time: bound(atMostMs) })}\n`);
  }
  const interrupt = firstInterrupt();
  const progress = probeProgress(options.progress && process.stderr.isTTY === true, plan, options.lang);
  try {
    return await runProbe(plan, open, interrupt.signal, progress.show);
  } finally {
    progress.clear();
    interrupt.release();
  }
}
