import { containerLogs } from '../artifacts/logs/index.ts';
import type { ContainerLog, Signal } from '../artifacts/logs/types.ts';
import type { Evidence } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type EpochMs, instant } from '../model/time.ts';
import { vmList, type VmProcess, vmProcesses } from './vm-processes.ts';

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
  wants: { vmProcesses },
  derive: ({ containerLogs, vmProcesses = [] }) => containerLogs.flatMap((log) => troublesIn(log, vmProcesses)),
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

function troublesIn(log: ContainerLog, processes: readonly VmProcess[]): readonly StorageTrouble[] {
  const signals = log.signals.filter(({ id, time }) => told.includes(id) && time !== undefined).toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
  const nodes = nodesOf(log) ?? nodesInForce(log, processes);
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
  return countOf(flags.flatMap(({ data }) => (data['value'] ?? '').split(',').filter((node) => node !== '')));
}

/** A name that is looked up (`srv+`, `dns+`, `file:`, Enterprise's discovery) stands for nobody knows how many. */
function countOf(nodes: readonly string[]): number | undefined {
  return nodes.length === 0 || nodes.some((node) => /^(?:\w+\+|file:)/.test(node)) ? undefined : new Set(nodes).size;
}

/** The same by what the process was told, or says of itself. */
function nodesInForce({ identity }: ContainerLog, processes: readonly VmProcess[]): number | undefined {
  const own = processes.find(
    ({ pod, namespace }) =>
      pod !== undefined && pod === identity.pod && (namespace === undefined || identity.namespace === undefined || namespace === identity.namespace),
  );
  return own === undefined ? undefined : countOf(vmList(own, 'storageNode'));
}
