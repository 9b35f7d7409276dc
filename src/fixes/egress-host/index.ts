import { sidecars } from '../../artifacts/kubernetes/kinds.ts';
import { sidecarScope } from '../../causes/sidecar-scope.ts';
import { listAt, objectsAt, stringAt } from '../../formats/json.ts';
import { fillCommand } from '../../model/command.ts';
import { type AnyFix, defineFix, type Manifest } from '../../model/fix.ts';
import { updated } from '../change.ts';

/** Lets a Sidecar tell its workloads of a destination that it hides. */
export const egressHost: AnyFix = defineFix({
  meta: {
    id: 'egress-host',
    title: 'Host in the egress of a Sidecar',
    description: 'Adds the destination to the egress hosts of the Sidecar that leaves it out.',
    references: [
      {
        title: 'Istio Sidecar: IstioEgressListener.hosts',
        url: 'https://istio.io/latest/docs/reference/config/networking/sidecar/',
        version: 'Istio 1.22 to 1.31',
      },
    ],
  },
  causes: [sidecarScope],
  needs: { sidecars },
  texts: {
    add: 'Add {host} to the egress hosts of Sidecar {sidecar}, which leaves {destination} out.',
    known: 'The proxies that it shapes get a cluster for {destination} with the next push.',
    allOfThem: 'It holds for every workload that this Sidecar shapes.',
  },
  *propose({ sidecars }, { findings }) {
    for (const { subject, data, evidence } of findings.filter((finding) => finding.message.endsWith('/leftOutOfEgress'))) {
      const sidecar = sidecars.find(({ ref }) => ref.kind === subject.kind && ref.name === subject.name && ref.namespace === subject.namespace);
      const destination = String(data['destination']);
      const [name, namespace] = destination.split('.');
      if (sidecar === undefined || name === undefined || namespace === undefined) continue;
      const host = `${namespace}/${name}.${namespace}.svc.cluster.local`;
      const egress = objectsAt(sidecar.object, 'spec', 'egress') as readonly Manifest[]; // parsed from JSON or YAML
      // the listener without a port takes what no other names; it stands last
      const at = egress.findLastIndex((listener) => listener['port'] === undefined);
      const changed = egress.map((listener, index) =>
        index === at ? { ...listener, hosts: [...listAt(listener, 'hosts').filter((one) => typeof one === 'string'), host] } : listener,
      );
      const change = at < 0 ? undefined : updated(sidecar, { spec: { egress: changed } });
      if (change === undefined) continue;
      yield {
        title: { say: 'add', data: { host, sidecar: subject.name, destination } },
        effect: { say: 'known', data: { destination } },
        limits: [{ say: 'allOfThem', data: {} }],
        purpose: 'repair',
        risk: 'config-reload',
        changes: [change],
        because: evidence,
        verifyWith: [
          fillCommand('istioctl proxy-config clusters deploy/{client} -n {namespace} --fqdn {name}.{target}.svc.cluster.local', {
            client: String(data['client']),
            namespace: stringAt(sidecar.object, 'metadata', 'namespace') ?? 'NAMESPACE',
            name,
            target: namespace,
          }),
        ],
      };
    }
  },
});
