import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import type { Container, Pod } from '../facts/pods.ts';
import { victoriaMetricsOwner } from '../knowledge/victoria-metrics-owner.ts';
import type { Change } from '../model/fix.ts';
import { nested, updated } from './change.ts';
import { controllerOfPod, hasController } from './controller-of-pod.ts';

/** A flag to be set on the command line of a container; `text` is its value as the program reads it. */
export interface WantedFlag {
  /** Without dashes. */
  readonly name: string;
  readonly text: string;
}

/** Where the flag has to be changed so that nothing changes it back. */
export type FlagChange =
  | { readonly kind: 'workload' | 'operator'; readonly change: Change }
  /** A Helm release writes the workload: the flag belongs in its values. */
  | { readonly kind: 'helm'; readonly change: Change; readonly release: string; readonly field: string };

/**
 * Sets a flag of a workload's container: in the custom resource where the VictoriaMetrics operator wrote it, else in the controller's template. Undefined where
 * that cannot be said from the evidence: no controller, a shell script as command, a custom resource that was not collected.
 */
export function flagChange(pod: Pod, container: Container, flag: WantedFlag, resources: readonly KubernetesObject[]): FlagChange | undefined {
  if (pod.object.partial === true) return undefined;
  const owner = victoriaMetricsOwner(pod.labels);
  if (owner?.by === 'operator') {
    const resource = resources.find(({ ref }) => ref.kind === owner.kind && ref.name === owner.name && ref.namespace === pod.namespace);
    const change = resource === undefined ? undefined : updated(resource, nested(owner.field.split('.'), { [flag.name]: flag.text }));
    return change === undefined ? undefined : { kind: 'operator', change };
  }
  const args = withFlag(container, flag);
  if (args === undefined || !hasController(pod)) return undefined;
  const shown = { name: container.name, ...(container.args.length === 0 ? {} : { args: container.args }) };
  const change = updated(controllerOfPod(pod, { spec: { containers: [shown] } }), {
    spec: { template: { spec: { containers: [{ name: container.name, args }] } } },
  });
  if (change === undefined) return undefined;
  if (owner?.by !== 'helm') return { kind: 'workload', change };
  const [first = owner.field, ...more] = owner.field.split('.');
  const values = { release: owner.name, path: [first, ...more, flag.name], to: flag.text } as const;
  return { kind: 'helm', change: { ...change, values }, release: owner.name, field: owner.field };
}

/** The arguments with the flag set once; those of a shell, or flags that stand in `command`, are left to a person. */
function withFlag({ command, args }: Container, { name, text }: WantedFlag): readonly string[] | undefined {
  const isFlag = (word: string): boolean => word.replace(/^--?/, '') === name || word.replace(/^--?/, '').startsWith(`${name}=`);
  if (command.some(isFlag) || /(?:^|\/)(?:ba|da|a|z)?sh$/.test(command[0] ?? '')) return undefined;
  const at = args.findIndex((word) => word.startsWith('-') && isFlag(word));
  const dashes = /^--/.test(args[at] ?? args.find((word) => word.startsWith('-')) ?? '-') ? '--' : '-';
  const kept = args.filter((word, index) => {
    const before = args[index - 1] ?? '';
    const isValueOfIt = before.startsWith('-') && isFlag(before) && !before.includes('=') && !word.startsWith('-');
    return !(word.startsWith('-') && isFlag(word)) && !isValueOfIt;
  });
  const place = at < 0 ? kept.length : Math.min(at, kept.length);
  return kept.toSpliced(place, 0, `${dashes}${name}=${text}`);
}
