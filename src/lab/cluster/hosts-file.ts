import { writeFileSync } from 'node:fs';
import { asString, listAt, objectsAt, stringAt } from '../../formats/json.ts';
import type { KubeApi, KubeObject } from './kube-api.ts';
import { trackObjects } from './tracked-objects.ts';

/**
 * Keeps a hosts file with every Service's names: the lab's stand-in for cluster DNS. A Service without a cluster address has its ready endpoints. The
 * file is rewritten in place, because it is bound over `/etc/hosts` of running pods. Ends with the signal.
 */
export async function keepHostsFile(api: KubeApi, file: string, signal: AbortSignal): Promise<void> {
  let last = '';
  const write = (): void => {
    const text = hostsText(services.all(), slices.all());
    if (text === last) return;
    last = text;
    writeFileSync(file, text);
  };
  const services = trackObjects(write);
  const slices = trackObjects(write);
  write();
  await Promise.all([api.watch('/api/v1/services', services.take, signal), api.watch('/apis/discovery.k8s.io/v1/endpointslices', slices.take, signal)]);
}

/** The file's text: loopback, then one line per address with all of the Service's names. */
export function hostsText(services: readonly KubeObject[], slices: readonly KubeObject[]): string {
  const lines = services.flatMap((service) => {
    const { name, namespace = 'default' } = service.metadata;
    // A short name is ambiguous between namespaces; resolvers search the pod's own, a hosts file cannot.
    const names = [`${name}.${namespace}.svc.cluster.local`, `${name}.${namespace}.svc`, `${name}.${namespace}`].join(' ');
    return addressesOf(service, slices).map((address) => `${address} ${names}`);
  });
  return `${['127.0.0.1 localhost', ...lines.toSorted()].join('\n')}\n`;
}

function addressesOf(service: KubeObject, slices: readonly KubeObject[]): readonly string[] {
  const cluster = stringAt(service, 'spec', 'clusterIP');
  if (cluster !== undefined && cluster !== '' && cluster !== 'None') return [cluster];
  return slices
    .filter(
      (slice) => slice.metadata.namespace === service.metadata.namespace && slice.metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name,
    )
    .flatMap((slice) => objectsAt(slice, 'endpoints'))
    .flatMap((endpoint) => listAt(endpoint, 'addresses'))
    .map(asString)
    .filter((address) => address !== undefined);
}
