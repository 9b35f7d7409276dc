import { containerLogs } from '../artifacts/logs/index.ts';
import type { ContainerLog, Signal } from '../artifacts/logs/types.ts';
import type { Evidence } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type EpochMs, instant } from '../model/time.ts';

/** A stretch in which a vminsert or vmselect had no way to vmstorage nodes, as its own log tells it. */
export interface StorageTrouble {
  readonly pod?: string;
  readonly namespace?: string;
  /** `all`: no node was left; `some`: others took the data; `unknown`: the log does not say how many there are. */
  readonly share: 'all' | 'some' | 'unknown';
  readonly from: EpochMs;
  /** When it was over; infinite when the log does not tell of an end. */
  readonly to: EpochMs;
  readonly evidence: Evidence;
}

/**
 * Troubles with vmstorage by the log lines of vminsert (v1.93 to v1.150.0, app/vminsert/netstorage). A node's dial error is logged
 * once per outage, so it lasts until the log says that the node is back.
 */
export const storageTrouble: Fact<readonly StorageTrouble[]> = defineFact({
  id: 'storage-trouble',
  needs: { containerLogs },
  derive: ({ containerLogs }) => containerLogs.flatMap(troublesIn),
});

const told: readonly string[] = [
  'vminsert-storage-unreachable',
  'vminsert-all-storage-unavailable',
  'vminsert-drop-on-shutdown',
  'vminsert-storage-available',
  'vm-readonly',
  'vmselect-partial',
];

/** vmselect repeats its line at most every ten seconds (v1.150.0, app/vmselect/netstorage partialErrorsLogger) and tells of no end. */
const partialMs = 10_000;

function troublesIn(log: ContainerLog): readonly StorageTrouble[] {
  const signals = log.signals.filter(({ id, time }) => told.includes(id) && time !== undefined).toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
  const nodes = nodesOf(log);
  const { namespace, pod } = log.identity;
  return signals.flatMap((signal, index): readonly StorageTrouble[] => {
    const { id, time, data } = signal;
    // a request that was refused for it is told as such, not as a state
    if (id === 'vminsert-storage-available' || time === undefined || signal.text.includes('remoteAddr: ')) return [];
    const end = signals
      .slice(index + 1)
      .find(
        (later) =>
          later.id === 'vminsert-storage-available' && (later.data['addr'] === undefined || data['addr'] === undefined || later.data['addr'] === data['addr']),
      );
    const isAll = id === 'vminsert-all-storage-unavailable' || id === 'vminsert-drop-on-shutdown' || nodes === 1;
    return [
      {
        ...(pod === undefined ? {} : { pod }),
        ...(namespace === undefined ? {} : { namespace }),
        share: id === 'vmselect-partial' ? 'some' : isAll ? 'all' : nodes === undefined ? 'unknown' : 'some',
        from: time,
        to: id === 'vmselect-partial' ? time + partialMs : (end?.time ?? Number.POSITIVE_INFINITY),
        evidence: { kind: 'log', at: signal.at, text: signal.text, time: instant(time) },
      },
    ];
  });
}

/** How many storage nodes its flags name; undefined when the log has no flags. */
function nodesOf({ signals }: ContainerLog): number | undefined {
  const flags = signals.filter((signal: Signal) => signal.id === 'vm-flag' && signal.data['name'] === 'storageNode');
  const named = new Set(flags.flatMap(({ data }) => (data['value'] ?? '').split(',').filter((node) => node !== '')));
  return named.size === 0 ? undefined : named.size;
}
