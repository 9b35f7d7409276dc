import { sidecars } from '../../artifacts/kubernetes/kinds.ts';
import { sidecarScope } from '../../causes/sidecar-scope.ts';
import { clusterDomain } from '../../facts/cluster-domain.ts';
import { listAt, objectsAt, stringAt } from '../../formats/json.ts';
import type { Finding } from '../../model/analyzer.ts';
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
  needs: { sidecars, clusterDomain },
  texts: {
    add: 'Add {host} to the egress hosts of Sidecar {sidecar}, which leaves {destination} out.',
    known: 'The proxies that it shapes get a cluster for {destination} with the next push.',
    allOfThem: 'It holds for every workload that this Sidecar shapes.',
  },
  *propose({ sidecars, clusterDomain }, { findings }) {
    const told = findings.filter((finding) => finding.message.endsWith('/leftOutOfEgress'));
    // one list holds the hosts, so what several findings say of one Sidecar is one change
    for (const [, group] of Map.groupBy(told, ({ subject }) => `${subject.kind} ${subject.namespace ?? ''}/${subject.name}`)) {
      const [first] = group;
      const sidecar = sidecars.find(
        ({ ref }) => ref.kind === first?.subject.kind && ref.name === first.subject.name && ref.namespace === first.subject.namespace,
      );
      const missing = group.flatMap((finding) => missingHost(finding, clusterDomain) ?? []);
      const hosts = [...new Set(missing.map(({ host }) => host))];
      const [one] = missing;
      if (first === undefined || sidecar === undefined || one === undefined) continue;
      const egress = objectsAt(sidecar.object, 'spec', 'egress') as readonly Manifest[]; // parsed from JSON or YAML
      // the listener without a port takes what no other names; it stands last
      const at = egress.findLastIndex((listener) => listener['port'] === undefined);
      const changed = egress.map((listener, index) =>
        index === at ? { ...listener, hosts: [...listAt(listener, 'hosts').filter((name) => typeof name === 'string'), ...hosts] } : listener,
      );
      const change = at < 0 ? undefined : updated(sidecar, { spec: { egress: changed } });
      if (change === undefined) continue;
      const destination = [...new Set(missing.map(({ service }) => service))].join(', ');
      yield {
        title: { say: 'add', data: { host: hosts.join(', '), sidecar: sidecar.ref.name, destination } },
        effect: { say: 'known', data: { destination } },
        limits: [{ say: 'allOfThem', data: {} }],
        purpose: 'repair',
        risk: 'config-reload',
        changes: [change],
        isPart: true,
        because: first.evidence,
        verifyWith: [
          fillCommand('istioctl proxy-config clusters deploy/{client} -n {namespace} --fqdn {fqdn}', {
            client: one.client,
            namespace: stringAt(sidecar.object, 'metadata', 'namespace') ?? 'NAMESPACE',
            fqdn: one.fqdn,
          }),
        ],
      };
    }
  },
});

interface MissingHost {
  /** `name.namespace` */
  readonly service: string;
  readonly fqdn: string;
  /** As a Sidecar writes it. */
  readonly host: string;
  readonly client: string;
}

function missingHost({ data }: Finding, domain: string): MissingHost | undefined {
  const service = String(data['destination']);
  const [name, namespace] = service.split('.');
  if (name === undefined || namespace === undefined) return undefined;
  const fqdn = `${name}.${namespace}.svc.${domain}`;
  return { service, fqdn, host: `${namespace}/${fqdn}`, client: String(data['client']) };
}
