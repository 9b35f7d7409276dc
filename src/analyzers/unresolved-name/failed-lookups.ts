import type { ContainerLog } from '../../artifacts/logs/types.ts';
import { nameOfHost } from '../../facts/parties.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import type { EpochMs } from '../../model/time.ts';

/** Look-ups of one name that failed in one container. */
export interface FailedLookup {
  readonly container: string;
  readonly name: string;
  /** `name.namespace`, where the name has both. */
  readonly target?: string;
  readonly error: string;
  readonly times: readonly EpochMs[];
  readonly evidence: Evidence;
}

/** Failed look-ups by container and name. */
export function lookupsOf(logs: readonly ContainerLog[]): readonly FailedLookup[] {
  return logs.flatMap(({ identity, signals }) => {
    const own = signals.filter((signal) => signal.id === 'client-dns' && signal.data['name'] !== undefined && signal.time !== undefined);
    return [...Map.groupBy(own, (signal) => (signal.data['name'] ?? '').replace(/\.$/, ''))].flatMap(([name, said]): readonly FailedLookup[] => {
      const [first] = said;
      if (first === undefined) return [];
      const { name: host, namespace } = nameOfHost(name);
      const [short, space = namespace, ...others] = host.split('.');
      const target = short !== undefined && space !== undefined && others.length === 0 ? `${short}.${space}` : undefined;
      return [
        {
          container: [identity.pod, identity.container].filter((part) => part !== undefined).join('/'),
          name,
          ...(target === undefined ? {} : { target }),
          error: (first.data['error'] ?? '').slice(0, 80),
          times: said.flatMap((signal) => signal.time ?? []),
          evidence: { kind: 'log', at: first.at, text: first.text },
        },
      ];
    });
  });
}

/** True when the name is the incident's target, by Service name or by host. */
export function namesTarget(name: string, incident: ObservedIncident): boolean {
  const { name: host, namespace } = nameOfHost(name);
  if (host === incident.targetName) return namespace === undefined || incident.targetNamespace === undefined || namespace === incident.targetNamespace;
  return incident.failures.some((failure) => failure.authority?.replace(/:\d+$/, '') === name);
}
