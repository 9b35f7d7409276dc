import type { ContainerLog } from '../../artifacts/logs/types.ts';
import type { MetricsPage } from '../../artifacts/metrics/types.ts';
import { answersOf, type ClientAnswer } from '../../facts/client-answers.ts';
import type { Outage } from '../../facts/outage.ts';
import type { Pod } from '../../facts/pods.ts';
import type { StorageTrouble } from '../../facts/storage-trouble.ts';
import { ownRefusals } from '../../facts/own-refusals.ts';
import { metricOf } from '../../facts/target-evidence.ts';
import { workloadOfPodName } from '../../facts/workload-name.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';
import type { Span } from '../../model/time.ts';

const slackMs = 2_000;

/** True when a failing request was under way in this stretch. */
export function during(failure: Failure | undefined, { from, to }: Span): boolean {
  return failure !== undefined && failure.end >= from - slackMs && failure.time <= to + slackMs;
}

/** Sentences of VictoriaMetrics v1.73 to v1.150.0 about vmstorage; `graceful shutdown` is vminsert's own end. */
const aboutStorage =
  /cannot (?:send|push) \d+ bytes[^"]{0,120}storage ?node|cannot store metrics|storage is in read-?only mode|all the (?:vmstorage|storage) nodes|cannot fetch (?:query results|data) from[^"]{0,60}vmstorage|denyPartialResponse/i;

/** What a failing answer, as quoted by its caller or logged by the server, says of vmstorage. */
export function storageWords(
  incident: ObservedIncident,
  logs: readonly ContainerLog[],
  answers: readonly ClientAnswer[],
  pods: readonly Pod[],
): readonly (Span & { readonly words: string; readonly evidence: Evidence })[] {
  const quoted = answersOf(incident, answers).map(({ body, time, evidence }) => ({ text: body, time, evidence }));
  const logged = ownRefusals(incident, logs, pods).map(({ error, time, evidence }) => ({ text: error, time, evidence }));
  return [...quoted, ...logged].flatMap(({ text, time, evidence }) => {
    const words = aboutStorage.exec(text)?.[0];
    return words === undefined || text.includes('graceful shutdown') ? [] : [{ from: time, to: time, words, evidence }];
  });
}

/** Troubles that the target's own pods logged. */
export function troublesOf(incident: ObservedIncident, all: readonly StorageTrouble[], pods: readonly Pod[]): readonly StorageTrouble[] {
  return all.filter(({ pod, namespace }) => {
    if (pod === undefined || (namespace !== undefined && incident.targetNamespace !== undefined && namespace !== incident.targetNamespace)) return false;
    return (pods.find((candidate) => candidate.name === pod)?.workload.name ?? workloadOfPodName(pod)) === incident.targetName;
  });
}

/** Outages of vmstorage pods beside the target while the incident lasted. */
export function storageOutages(incident: ObservedIncident, all: readonly Outage[]): readonly Outage[] {
  return all.filter(
    ({ workload, namespace, from, to }) =>
      workload.includes('vmstorage') &&
      (incident.targetNamespace === undefined || namespace === incident.targetNamespace) &&
      from <= incident.to &&
      to >= incident.from,
  );
}

/** The nodes by the metrics pages: how many, which are out, and errors counted. */
export function storageState(pages: readonly MetricsPage[]): {
  readonly nodes: number;
  readonly down: readonly Evidence[];
  readonly errors: number;
  readonly failed: readonly Evidence[];
} {
  const nodes = new Set<string>();
  const down = new Map<string, Evidence>();
  const failed: Evidence[] = [];
  let errors = 0;
  for (const page of pages) {
    for (const sample of page.samples) {
      const node = sample.labels['addr'] ?? '';
      if (sample.name === 'vm_rpc_vmstorage_is_reachable') nodes.add(node);
      const isOut =
        (sample.name === 'vm_rpc_vmstorage_is_reachable' && sample.value === 0) || (sample.name === 'vm_rpc_vmstorage_is_read_only' && sample.value === 1);
      if (isOut && !down.has(node)) down.set(node, metricOf(page, sample));
      if (!/^vm_rpc_(?:dial|handshake|connection)_errors_total$/.test(sample.name) || sample.value <= 0) continue;
      errors += sample.value;
      if (failed.length < 3) failed.push(metricOf(page, sample));
    }
  }
  return { nodes: nodes.size, down: [...down.values()], errors, failed };
}
