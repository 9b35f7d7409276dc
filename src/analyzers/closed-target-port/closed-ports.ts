import type { ListenAddress } from '../../facts/listen-addresses.ts';
import { resolvedTargetPort, type Service } from '../../facts/services.ts';
import { type Evidence, isNonEmpty, type NonEmpty } from '../../model/evidence.ts';
import { judgePort, listenersOf } from './judge-port.ts';

/** A Service port that leads to a closed port of the application. */
export interface ClosedPort {
  readonly service: Service;
  readonly port: number;
  readonly target: string;
  readonly ports: string;
  readonly isLoopback: boolean;
  readonly evidence: NonEmpty<Evidence>;
}

/** Ports of called Services of which the running application says that it does not open them. Only one-port Services: a second port may be meant for others. */
export function closedPorts(
  services: readonly Service[],
  used: ReadonlyMap<string, readonly Evidence[]> | undefined,
  all: readonly ListenAddress[],
): readonly ClosedPort[] {
  return services.flatMap((service): readonly ClosedPort[] => {
    const mention = used?.get(service.key);
    const [port, second] = service.ports;
    const pod = service.selected?.find((candidate) => candidate.isReady === true);
    if (mention === undefined || port === undefined || second !== undefined || pod === undefined || port.protocol !== 'TCP') return [];
    const number = resolvedTargetPort(port, pod);
    if (number === undefined) return [];
    const judged = judgePort(listenersOf(all, pod.workload.name, pod.namespace, new Set([pod.key])), number);
    if (judged.kind !== 'elsewhere' && judged.kind !== 'loopback') return [];
    const evidence: readonly Evidence[] = [
      { kind: 'field', at: { ...service.object.at, path: `${port.path}.targetPort` }, value: port.targetPort ?? port.port },
      ...judged.evidence.slice(0, 3),
      ...mention,
    ];
    if (!isNonEmpty(evidence)) return [];
    return [{ service, port: number, target: `${pod.workload.name}.${pod.namespace}`, ports: judged.ports, isLoopback: judged.kind === 'loopback', evidence }];
  });
}
