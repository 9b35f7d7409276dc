import { protocolMismatch } from '../../causes/protocol-mismatch.ts';
import { type Service, type ServicePort, services } from '../../facts/services.ts';
import { type AnyFix, defineFix, type NamedCause } from '../../model/fix.ts';
import { updated } from '../change.ts';
import { isPutBack } from '../owned-elsewhere.ts';
import { servicesOfTarget } from '../target-services.ts';
import { portsCommand } from '../verify-command.ts';

/** Declares what a port speaks, where the evidence leaves one answer. */
export const serviceAppProtocol: AnyFix = defineFix({
  meta: {
    id: 'service-app-protocol',
    title: 'Protocol of a Service port',
    description: 'Sets appProtocol of a port that is declared as HTTP/2 or gRPC and whose answers cannot be read as such.',
    references: [
      {
        title: 'Istio: protocol selection',
        url: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  causes: [protocolMismatch],
  needs: { services },
  texts: {
    speakHttp: 'Declare port {port} of Service {service} as http: it is declared as {declared}, and its answers cannot be read as that.',
    newConnections: 'New connections speak the declared protocol; those that are open keep the old one until they end.',
    sameTarget: 'All Services with the same target port have to agree.',
  },
  *propose({ services }, named) {
    for (const service of servicesOfTarget(named, services)) {
      const port = portOf(service, named);
      if (port === undefined || isPutBack(service.object)) continue;
      const declared = port.appProtocol ?? port.name ?? '';
      // a port that is declared http and cannot be read so may speak anything
      if (!/^(?:kubernetes\.io\/)?(?:http2|h2c|grpc|grpc-web)(?:-|$)/.test(declared)) continue;
      const change = updated(service.object, { spec: { ports: [{ port: port.port, protocol: port.protocol, appProtocol: 'http' }] } });
      if (change === undefined) continue;
      yield {
        title: { say: 'speakHttp', data: { port: port.port, service: service.key, declared } },
        effect: { say: 'newConnections', data: {} },
        limits: [{ say: 'sameTarget', data: {} }],
        purpose: 'repair',
        risk: 'traffic-change',
        changes: [change],
        isPart: true,
        because: [{ kind: 'field', at: { ...service.object.at, path: port.path }, value: declared }],
        verifyWith: [portsCommand(service)],
      };
    }
  },
});

/** The declared port that the findings' cluster names (`outbound|8080||…`, `inbound|8080||`), or the only one. */
function portOf(service: Service, { findings }: NamedCause): ServicePort | undefined {
  const clusters = findings.flatMap(({ data }) => (typeof data['cluster'] === 'string' ? [data['cluster']] : []));
  const numbers = new Set(clusters.map((cluster) => Number(cluster.split('|')[1])));
  const declared = service.ports.filter((port) => port.appProtocol !== undefined || port.name !== undefined);
  const named = declared.filter((port) => numbers.has(port.port) || (typeof port.targetPort === 'number' && numbers.has(port.targetPort)));
  return named.length === 1 ? named[0] : declared.length === 1 && named.length === 0 ? declared[0] : undefined;
}
