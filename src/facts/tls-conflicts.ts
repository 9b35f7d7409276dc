import { destinationRules, peerAuthentications } from '../artifacts/kubernetes/kinds.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { clientTlsFor } from './declared-client-tls.ts';
import { declaredServerTls } from './declared-server-tls.ts';
import { rootNamespace } from './root-namespace.ts';
import { resolvedTargetPort, type Service, services } from './services.ts';
import type { ClientTls, ServerTls } from './tls-ends.ts';
import { usedServices } from './used-services.ts';

/** A Service that callers are told to reach in plaintext while its pods' proxies take mutual TLS only. */
export interface TlsConflict {
  readonly service: Service;
  readonly workload: string;
  readonly port: number;
  readonly client: ClientTls;
  readonly server: ServerTls;
}

/** Conflicts by the mesh's objects alone, for Services that somebody uses; found without any request. */
export const tlsConflicts: Fact<readonly TlsConflict[]> = defineFact({
  id: 'tls-conflicts',
  needs: { services, usedServices, destinationRules, peerAuthentications, rootNamespace },
  derive: ({ services, usedServices, destinationRules, peerAuthentications, rootNamespace: root }) =>
    services.flatMap((service): readonly TlsConflict[] => {
      const pod = service.selected?.find((candidate) => candidate.sidecar !== 'none');
      if (pod === undefined || !usedServices.has(service.key)) return [];
      for (const port of service.ports) {
        const target = resolvedTargetPort(port, pod);
        const client = clientTlsFor(`${service.name}.${service.namespace}.svc.cluster.local`, port.port, destinationRules);
        const server = declaredServerTls(peerAuthentications, root, {
          namespace: service.namespace,
          labels: pod.labels,
          ...(target === undefined ? {} : { port: target }),
        });
        if (client.mode === 'plaintext' && server?.accepts === 'mtls') return [{ service, workload: pod.workload.name, port: port.port, client, server }];
      }
      return [];
    }),
});
