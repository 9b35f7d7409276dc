import type { Signal } from '../../artifacts/logs/types.ts';
import { countedThrough, metricOf, samplesOf } from '../../facts/target-evidence.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import { type Client, counted, endsOf, isCut, linesOf } from './clients.ts';

/** What became of vmagent's blocks: it repeats a refused block without end, except for 400, 409 and 415 (v1.60 to v1.150.0, app/vmagent/remotewrite/client.go). */
export interface Blocks {
  readonly outcome: 'lost' | 'repeated' | 'lost-some-time';
  readonly attempts: string;
  readonly blocks: string;
  readonly bytes: string;
  readonly evidence: readonly Evidence[];
}

/** Undefined when the client says nothing of blocks that failed. */
export function vmagentBlocks(client: Client, incident: ObservedIncident): Blocks | undefined {
  const again = ['vmagent-status', 'vmagent-resend'].flatMap((id) => linesOf(client, incident, id));
  const rejected = linesOf(client, incident, 'vmagent-rejected');
  const pages = client.pages.filter((page) => page.app === 'vmagent' || samplesOf(page, 'vmagent_remotewrite_retries_count_total').length > 0);
  const refused = pages.flatMap((page) =>
    page.samples
      .filter(({ name, labels }) => name === 'vmagent_remotewrite_requests_total' && /^[45]\d\d$/.test(labels['status_code'] ?? ''))
      .map((sample) => ({ page, sample })),
  );
  const gone = pages.flatMap((page) =>
    ['vmagent_remotewrite_packets_dropped_total', 'vm_persistentqueue_blocks_dropped_total'].flatMap((name) =>
      samplesOf(page, name).map((sample) => ({ page, sample })),
    ),
  );
  const refusedTotal = total(refused);
  // each URL has a queue of its own, and by `1:secret-url` nobody knows which is for this target
  const urls = new Set([...[...again, ...rejected].map(({ data }) => data['url']), ...refused.map(({ sample }) => sample.labels['url'])]);
  if (urls.size > 1) return undefined;
  if (again.length + rejected.length === 0 && refusedTotal === 0) return undefined;
  const attempts =
    again.length + rejected.length > 0
      ? counted(withSimilar([...again, ...rejected]), isCut(client, 'vmagent-status') || isCut(client, 'vmagent-resend') || isCut(client, 'vmagent-rejected'))
      : String(refusedTotal);
  const figures = [...gone.filter(({ sample }) => sample.value > 0), ...gone, ...refused].map(({ page, sample }) => metricOf(page, sample)).slice(0, 2);
  if (rejected.length > 0) {
    // one line of several alike is printed, so sizes are those of the printed ones
    const bytes = rejected.reduce((sum, { data }) => sum + Number(data['size'] ?? 0), 0);
    const blocks = withSimilar(rejected);
    return {
      outcome: 'lost',
      attempts,
      blocks: counted(blocks, isCut(client, 'vmagent-rejected')),
      bytes: counted(bytes, blocks > rejected.length || isCut(client, 'vmagent-rejected')),
      evidence: [...endsOf(rejected), ...endsOf(again).slice(0, 1), ...figures],
    };
  }
  const evidence = [...endsOf(again), ...figures];
  const dropped = total(gone);
  if (dropped > 0) {
    const bytes = pages.flatMap((page) => samplesOf(page, 'vm_persistentqueue_bytes_dropped_total')).reduce((sum, { value }) => sum + value, 0);
    return { outcome: 'lost-some-time', attempts, blocks: String(dropped), bytes: String(bytes), evidence };
  }
  const keepsOnDisk = pages.every(({ flags }) => flags.get('remoteWrite.disableOnDiskQueue')?.value !== 'true');
  const countsAll = pages.length > 0 && gone.length > 0 && pages.every((page) => countedThrough(page, incident));
  if (!keepsOnDisk || (again.length === 0 && !countsAll)) return undefined;
  return { outcome: 'repeated', attempts, blocks: '0', bytes: '0', evidence };
}

/** Lines, and the ones alike that were not printed: `(Similar 12 log messages were dropped due to throttling)`. */
function withSimilar(lines: readonly Signal[]): number {
  return lines.reduce((sum, { text }) => sum + 1 + Number(/\(Similar (\d{1,9}) log messages were dropped/.exec(text)?.[1] ?? 0), 0);
}

function total(figures: readonly { readonly sample: { readonly value: number } }[]): number {
  return figures.reduce((sum, { sample }) => sum + sample.value, 0);
}
