import { probeReports } from '../artifacts/probe/index.ts';
import type { ProbeReport } from '../artifacts/probe/types.ts';
import type { Evidence, NonEmpty } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type Pod, pods } from './pods.ts';
import { workloadOfPodName } from './workload-name.ts';

/** What a probe measured of the server of a workload. */
export interface MeasuredIdle {
  readonly workload: string;
  readonly namespace?: string;
  readonly idle: ProbeReport['idle'];
  readonly from: NonEmpty<Evidence>;
}

/** Measurements whose server is known: by the address of its pod, or by the pod that the file is named for. */
export const measuredIdle: Fact<readonly MeasuredIdle[]> = defineFact({
  id: 'measured-idle',
  needs: { probeReports },
  wants: { pods },
  derive: ({ probeReports, pods }) => probeReports.flatMap((report) => placed(report, pods ?? []) ?? []),
});

function placed(report: ProbeReport, pods: readonly Pod[]): MeasuredIdle | undefined {
  const { at, source, idle } = report;
  const evidence: Evidence = { kind: 'field', at, value: idle.kind === 'closes' ? { minMs: idle.minMs, maxMs: idle.maxMs } : { thanMs: idle.forMs } };
  const pod = pods.find(({ ips }) => ips.includes(report.host) || (report.address !== undefined && ips.includes(report.address)));
  if (pod !== undefined) return { workload: pod.workload.name, namespace: pod.namespace, idle, from: [evidence] };
  // on the loopback address it is the server in whose network the probe ran
  if (source.pod === undefined || !isLoopback(report)) return undefined;
  const own = pods.find(({ name, namespace }) => name === source.pod && (source.namespace === undefined || source.namespace === namespace));
  const workload = own?.workload.name ?? workloadOfPodName(source.pod);
  const namespace = own?.namespace ?? source.namespace;
  return { workload, ...(namespace === undefined ? {} : { namespace }), idle, from: [evidence] };
}

function isLoopback({ host, address }: ProbeReport): boolean {
  return host === 'localhost' || [host, address ?? ''].some((each) => /^127\.|^(?:::1|\[::1\])$/.test(each));
}
