import type { Pod } from '../../facts/pods.ts';
import { vmDuration, type VmProcess } from '../../facts/vm-processes.ts';
import { listAt, numberAt, objectAt } from '../../formats/json.ts';
import { vmDefaultMs } from '../../knowledge/versions/index.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Evidence, NonEmpty } from '../../model/evidence.ts';
import type { Milliseconds } from '../../model/time.ts';

/** What a workload takes to stop at most, by its settings, and what it is given. */
export interface StopBudget {
  readonly workload: string;
  readonly namespace: string;
  readonly preStop: Milliseconds;
  readonly delay: Milliseconds;
  readonly graceful: Milliseconds;
  readonly grace: Milliseconds;
  readonly evidence: NonEmpty<Evidence>;
}

/** Kubernetes 1.34, PodSpec.terminationGracePeriodSeconds. */
const defaultGraceMs = 30_000;

/** One per workload whose pod is known and which has at least one setting of its own. */
export function stopBudgets(processes: readonly VmProcess[], pods: readonly Pod[]): readonly StopBudget[] {
  const budgets = processes.flatMap((process) => {
    const pod = pods.find(({ name, namespace }) => name === process.pod && namespace === process.namespace);
    return pod === undefined ? [] : (budgetOf(process, pod) ?? []);
  });
  return [...new Map(budgets.map((budget) => [`${budget.namespace}/${budget.workload}`, budget])).values()];
}

function budgetOf(process: VmProcess, pod: Pod): StopBudget | undefined {
  const { object, at } = pod.object;
  const container = pod.containers.find(({ specPath }) => specPath === process.told?.at.path);
  const delay = vmDuration(process, 'http.shutdownDelay');
  const graceful = vmDuration(process, 'http.maxGracefulShutdownDuration');
  const standard = (name: string): Milliseconds => vmDefaultMs(process.app, name, process.version)?.ms ?? 0;
  const sleep = preStopSeconds(container?.spec);
  const seconds = numberAt(object, 'spec', 'terminationGracePeriodSeconds');
  const evidence: readonly Evidence[] = [
    ...(seconds === undefined ? [] : [{ kind: 'field', at: { ...at, path: 'spec.terminationGracePeriodSeconds' }, value: seconds } as const]),
    ...(sleep === undefined || container === undefined
      ? []
      : [{ kind: 'field', at: { ...at, path: `${container.specPath}.lifecycle.preStop` }, value: `sleep ${sleep}` } as const]),
    ...(delay?.from ?? []),
    ...(graceful?.from ?? []),
  ];
  const [first, ...rest] = evidence;
  if (first === undefined) return undefined;
  return {
    workload: pod.workload.name,
    namespace: pod.namespace,
    preStop: (sleep ?? 0) * 1_000,
    delay: delay?.value ?? standard('http.shutdownDelay'),
    graceful: graceful?.value ?? standard('http.maxGracefulShutdownDuration'),
    grace: seconds === undefined ? defaultGraceMs : seconds * 1_000,
    evidence: [first, ...rest],
  };
}

/** A native sleep, or a command that is nothing but one. */
function preStopSeconds(spec: JsonObject | undefined): number | undefined {
  const hook = objectAt(spec, 'lifecycle', 'preStop');
  const native = numberAt(hook, 'sleep', 'seconds');
  if (native !== undefined) return native;
  const words = listAt(hook, 'exec', 'command').map(String).join(' ');
  const found = /(?:^|[\s/'"])sleep (\d{1,5})s?['"]?$/.exec(words)?.[1];
  return found === undefined ? undefined : Number(found);
}
