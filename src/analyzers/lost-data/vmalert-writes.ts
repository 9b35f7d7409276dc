import type { MetricsPage, Sample } from '../../artifacts/metrics/types.ts';
import { countedThrough, metricOf, samplesOf } from '../../facts/target-evidence.ts';
import { parseDuration } from '../../formats/time/index.ts';
import { vmDefaultMs } from '../../knowledge/versions/index.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import type { EpochMs, Milliseconds } from '../../model/time.ts';
import { type Client, counted, endsOf, isCut, linesOf } from './clients.ts';

/** What became of vmalert's failing writes. `none-yet`: the evidence ends while the last may still be tried; `unknown`: lines are missing. */
export interface Writes {
  readonly outcome: 'lost' | 'saved' | 'none-yet' | 'lost-some-time' | 'unknown';
  /** Failed attempts, and the writes they belong to: each write has one first attempt. */
  readonly attempts: string;
  readonly writes: string;
  readonly batches: string;
  readonly rows: string;
  readonly evidence: readonly Evidence[];
}

const warnings = /app\/vmalert\/remotewrite\/client\.go:/;

/** Undefined when the client says nothing of failing writes (vmalert v1.38 to v1.150.0, app/vmalert/remotewrite/client.go). */
export function vmalertWrites(client: Client, incident: ObservedIncident): Writes | undefined {
  const failed = linesOf(client, incident, 'vmalert-attempt-failed');
  const dropped = linesOf(client, incident, 'vmalert-dropped');
  const full = linesOf(client, incident, 'vmalert-queue-full');
  const pages = client.pages.filter((page) => page.app === 'vmalert' || samplesOf(page, 'vmalert_remotewrite_total').length > 0);
  const gone = pages.flatMap((page) => samplesOf(page, 'vmalert_remotewrite_dropped_rows_total').map((sample) => ({ page, sample })));
  const givenUp = pages.flatMap((page) => samplesOf(page, 'vmalert_remotewrite_errors_total').map((sample) => ({ page, sample })));
  const tried = pages.flatMap((page) =>
    page.samples.filter(({ name, labels }) => name === 'vm_log_messages_total' && labels['level'] === 'warn' && warnings.test(labels['location'] ?? '')),
  );
  const attempts = failed.length > 0 ? counted(failed.length, isCut(client, 'vmalert-attempt-failed')) : String(sum(tried));
  if (failed.length + dropped.length + full.length === 0 && sum(tried) === 0) return undefined;
  const cut = isCut(client, 'vmalert-dropped') || isCut(client, 'vmalert-queue-full');
  const shown = gone.map(({ page, sample }) => metricOf(page, sample));
  const first = failed.filter(({ data }) => data['attempt'] === '1').length;
  const common = { attempts, writes: failed.length === 0 ? '?' : counted(first, isCut(client, 'vmalert-attempt-failed')) };
  const given = dropped.length + full.length;
  if (given > 0) {
    const rows = dropped.reduce((total, { data }) => total + Number(data['rows'] ?? 0), full.length);
    return {
      outcome: 'lost',
      ...common,
      // a write whose first attempt is not in the log was given up all the same
      writes: counted(Math.max(first, given), isCut(client, 'vmalert-attempt-failed') || first < given),
      batches: counted(given, cut),
      rows: counted(rows, cut),
      evidence: [...endsOf([...dropped, ...full]), ...endsOf(failed).slice(0, 1), ...shown.slice(0, 2)],
    };
  }
  const rows = gone.reduce((total, { sample }) => total + sample.value, 0);
  const batches = givenUp.reduce((total, { sample }) => total + sample.value, 0);
  const evidence = [...endsOf(failed), ...shown.slice(0, 2)];
  const trial = longestTrialMs(pages);
  const countsAll = pages.length > 0 && gone.length > 0 && pages.every((page) => countedThrough(page, incident));
  const pagesTellTheEnd = pages.every((page) => (takenAt(page) ?? 0) >= incident.to + trial);
  const none = { ...common, batches: '0', rows: '0', evidence };
  if (rows > 0 && !(failed.length > 0 && !cut && logsTellTheEnd(client, trial)))
    return { outcome: 'lost-some-time', ...common, batches: String(batches), rows: String(rows), evidence };
  // a pod without a page may have lost what its log no longer tells
  if (rows === 0 && countsAll && coversPods(client)) return { outcome: pagesTellTheEnd ? 'saved' : 'none-yet', ...none };
  if (failed.length === 0 || cut) return { outcome: 'unknown', ...none };
  return { outcome: logsTellTheEnd(client, trial) ? 'saved' : 'none-yet', ...none };
}

/** Each log goes on until the attempt after the last failed one must have been told as failed or given up. */
function logsTellTheEnd({ logs }: Client, trial: Milliseconds): boolean {
  return logs.every(({ signals, last }) => {
    const failed = signals.findLast(({ id, time }) => id === 'vmalert-attempt-failed' && time !== undefined);
    return failed?.time === undefined || (last !== undefined && last - failed.time >= trial);
  });
}

/** The longest back-off with its jitter, and the attempt after it (vmalert v1.91.3 to v1.150.0). */
function longestTrialMs(pages: readonly MetricsPage[]): Milliseconds {
  const set = pages.map(({ flags }) => parseDuration(flags.get('remoteWrite.sendTimeout')?.value ?? '') ?? 0);
  return 20_000 + Math.max(vmDefaultMs('vmalert', 'remoteWrite.sendTimeout', undefined)?.ms ?? 0, ...set);
}

/** When a page was written, by its own word. */
function takenAt(page: MetricsPage): EpochMs | undefined {
  const start = samplesOf(page, 'vm_app_start_timestamp')[0]?.value;
  const uptime = samplesOf(page, 'vm_app_uptime_seconds')[0]?.value;
  return start === undefined || uptime === undefined ? undefined : (start + uptime) * 1_000;
}

/** Each pod that logged has a page of its own. */
function coversPods({ logs, pages }: Client): boolean {
  return logs.every(({ identity }) => pages.some(({ source }) => source.pod === identity.pod));
}

function sum(samples: readonly Sample[]): number {
  return samples.reduce((total, { value }) => total + value, 0);
}
