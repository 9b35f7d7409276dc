import { targetPortMismatch } from '../../causes/target-port-mismatch.ts';
import { type ListenAddress, listenAddresses } from '../../facts/listen-addresses.ts';
import { resolvedTargetPort, type Service, type ServicePort, services } from '../../facts/services.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import { updated } from '../change.ts';
import { isPutBack } from '../owned-elsewhere.ts';
import { servicesOfTarget } from '../target-services.ts';
import { portsCommand } from '../verify-command.ts';

/** Aims a Service at the port on which its application listens. */
export const serviceTargetPort: AnyFix = defineFix({
  meta: {
    id: 'service-target-port',
    title: 'Target port of a Service',
    description: 'Sets targetPort of the Service port whose requests are refused to the one port on which the application says it listens.',
    references: [
      { title: 'Kubernetes: Service, targetPort', url: 'https://kubernetes.io/docs/concepts/services-networking/service/', version: 'Kubernetes 1.34' },
    ],
  },
  causes: [targetPortMismatch],
  needs: { services, listenAddresses },
  texts: {
    aim: 'Send port {port} of Service {service} to {target}, where the application listens, instead of {now}.',
    atOnce: 'Connections to the pods are taken as soon as the proxies know of it, within seconds.',
    oneProtocol: 'The port has to speak what its name or appProtocol says.',
  },
  *propose({ services, listenAddresses }, named) {
    for (const service of servicesOfTarget(named, services)) {
      if (isPutBack(service.object)) continue;
      const listening = listeningPorts(service, listenAddresses);
      const wrong = service.ports.filter((port) => isRefused(port, service, listening));
      const [port] = wrong;
      const [found, ...others] = listening.filter(
        ({ port: number }) => !service.ports.some((one) => !wrong.includes(one) && targetOf(one, service) === number),
      );
      // two candidates are a guess
      if (port === undefined || wrong.length > 1 || found === undefined || others.some((other) => other.port !== found.port)) continue;
      const change = updated(service.object, { spec: { ports: [{ port: port.port, protocol: port.protocol, targetPort: found.port }] } });
      if (change === undefined) continue;
      yield {
        title: { say: 'aim', data: { port: port.port, service: service.key, target: found.port, now: String(port.targetPort ?? port.port) } },
        effect: { say: 'atOnce', data: {} },
        limits: [{ say: 'oneProtocol', data: {} }],
        purpose: 'repair',
        risk: 'traffic-change',
        changes: [change],
        isPart: true,
        because: [{ kind: 'field', at: { ...service.object.at, path: `${port.path}.targetPort` }, value: port.targetPort ?? port.port }, found.evidence],
        verifyWith: [portsCommand(service)],
      };
    }
  },
});

/** Ports that the selected pods' applications open for others, by their own word; what a manifest declares binds nothing. */
function listeningPorts(service: Service, all: readonly ListenAddress[]): readonly ListenAddress[] {
  const workloads = new Set((service.selected ?? []).map((pod) => pod.workload.name));
  return all.filter(
    ({ workload, namespace, host, from }) =>
      workloads.has(workload) && (namespace ?? service.namespace) === service.namespace && host !== 'loopback' && from !== 'declared',
  );
}

function isRefused(port: ServicePort, service: Service, listening: readonly ListenAddress[]): boolean {
  const target = targetOf(port, service);
  return target !== undefined && listening.length > 0 && !listening.some((one) => one.port === target);
}

function targetOf(port: ServicePort, service: Service): number | undefined {
  const [pod] = service.selected ?? [];
  return pod === undefined ? undefined : resolvedTargetPort(port, pod);
}
