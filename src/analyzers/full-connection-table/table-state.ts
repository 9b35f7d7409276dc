import type { ConntrackFigure, KernelLine } from '../../artifacts/host/types.ts';
import type { ContainerLog } from '../../artifacts/logs/types.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { EpochMs } from '../../model/time.ts';

/** The kernel's words of a full table, from its own log or from a log that holds it. */
export function linesOf(kernel: readonly KernelLine[], logs: readonly ContainerLog[]): readonly { readonly time?: EpochMs; readonly evidence: Evidence }[] {
  return [
    ...kernel
      .filter((line) => line.kind === 'conntrack-full')
      .map((line) => ({ ...timed(line.time), evidence: { kind: 'log' as const, at: line.at, text: line.text } })),
    ...logs.flatMap((log) =>
      log.signals
        .filter((signal) => signal.id === 'conntrack-full')
        .map((signal) => ({ ...timed(signal.time), evidence: { kind: 'log' as const, at: signal.at, text: signal.text } })),
    ),
  ];
}

/** Entries and limit, where both were read from one file. */
export function fillOf(
  figures: readonly ConntrackFigure[],
): { readonly count: number; readonly max: number; readonly evidence: readonly [Evidence, Evidence] } | undefined {
  const count = figures.find((figure) => figure.name === 'nf_conntrack_count');
  const max =
    figures.find((figure) => figure.name === 'nf_conntrack_max' && figure.at.file === count?.at.file) ??
    figures.find((figure) => figure.name === 'nf_conntrack_max');
  if (count === undefined || max === undefined || max.value === 0) return undefined;
  const field = (figure: ConntrackFigure): Evidence => ({ kind: 'field', at: figure.at, value: `${figure.name} = ${figure.value}` });
  return { count: count.value, max: max.value, evidence: [field(count), field(max)] };
}

function timed(time: EpochMs | undefined): { readonly time?: EpochMs } {
  return time === undefined ? {} : { time };
}
