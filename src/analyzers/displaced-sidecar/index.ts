import { rootNamespace } from '../../facts/root-namespace.ts';
import { sidecars } from '../../artifacts/kubernetes/kinds.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { sidecarScope } from '../../causes/sidecar-scope.ts';
import { exposedHops } from '../../facts/exposed-hops.ts';
import { absenceOf, fieldOf, nameOf } from '../../facts/field-of.ts';
import { pods } from '../../facts/pods.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence } from '../../model/evidence.ts';
import { hostsOf, malformedHosts, selects } from './egress-hosts.ts';
import { displacements } from './displacements.ts';

const seePod = [
  'kubectl -n {namespace} get sidecars.networking.istio.io -o custom-columns=NAME:.metadata.name,SELECTOR:.spec.workloadSelector.labels,CREATED:.metadata.creationTimestamp',
  'istioctl proxy-config clusters {pod} -n {namespace}',
] as const;
const seeObject = ['kubectl -n {namespace} get sidecars.networking.istio.io {name} -o yaml', 'istioctl analyze -n {namespace}'] as const;

const reference = {
  title: 'Istio Sidecar: one per workload, egress hosts',
  url: 'https://istio.io/latest/docs/reference/config/networking/sidecar/',
  version: 'Istio 1.18 to 1.31',
};

/** Sidecar resources whose settings do not hold for the pods they were made for, because another one does or nobody takes them. */
export const displacedSidecar: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'displaced-sidecar',
    title: 'Sidecar resource that does not hold',
    description:
      'Follows which one Sidecar resource holds for a pod (one that selects it, else that of its namespace, else that of the root namespace) and what of the others is lost by that; reads egress hosts as Istio reads them.',
    references: [
      reference,
      {
        title: 'istio/istio pilot/pkg/model/sidecar.go and push_context.go, getSidecarScope',
        url: 'https://github.com/istio/istio/blob/master/pilot/pkg/model/push_context.go',
        version: 'Istio 1.18 to 1.31',
      },
      {
        title: 'istio/istio pkg/config/validation/agent/validation.go, ValidateNamespaceSlashWildcardHostname',
        url: 'https://github.com/istio/istio/blob/master/pkg/config/validation/agent/validation.go',
        version: 'Istio 1.31',
      },
    ],
  },
  needs: { sidecars, exposedHops, rootNamespace },
  wants: { pods },
  messages: {
    malformedHost: {
      severity: 'warning',
      text: 'Sidecar {sidecar} has the egress hosts {hosts}, which are not NAMESPACE/NAME with both parts: istiod refuses such a Sidecar, with all that stands in it.',
      bearsOn: [],
      withoutEffect: { seeWith: seeObject },
    },
    scopeReset: {
      severity: 'warning',
      text: 'Sidecar {sidecar} limits egress to {hosts}, but for {workload} the Sidecar {winner} holds instead, and having no egress it lets everything be reached.',
      bearsOn: [],
      withoutEffect: { seeWith: seePod },
    },
    poolDisplaced: {
      severity: 'warning',
      text: 'Sidecar {sidecar} sets inboundConnectionPool, but for {workload} the Sidecar {winner} holds instead, and nothing of this one.',
      bearsOn: [],
      withoutEffect: { seeWith: seePod },
    },
    youngerOfTwo: {
      severity: 'warning',
      text: 'Sidecar {sidecar} would hold for {workload}, but {winner} is for the same pods and older: one holds, and nothing of the other.',
      bearsOn: [],
      withoutEffect: { seeWith: seePod },
    },
    oneOfTwo: {
      severity: 'info',
      text: 'Sidecars {sidecar} and {winner} are for the same pods, those of {workload}: the older one holds, and which that is the evidence does not tell.',
      bearsOn: [],
      withoutEffect: { seeWith: seePod },
    },
  },
  *analyze({ sidecars, exposedHops: hops, pods, rootNamespace: root }, report) {
    for (const sidecar of sidecars) {
      const [first, ...others] = malformedHosts(sidecar);
      if (first === undefined) continue;
      const isForPool = fieldOf(sidecar, 'spec', 'inboundConnectionPool') !== undefined || fieldOf(sidecar, 'spec', 'inbound') !== undefined;
      const hop = isForPool ? hops.find(({ isOwn, workload }) => isOwn && selects(sidecar, workload.namespace, pods, workload.name)) : undefined;
      const everything: Evidence = { kind: 'default', at: sidecar.at, value: '*/*', documentedBy: reference };
      yield report('malformedHost', {
        subject: sidecar.ref,
        ...(hop?.incident === undefined ? {} : { incident: hop.incident }),
        data: { sidecar: nameOf(sidecar), hosts: [first, ...others].map((field) => String(field.value)).join(', ') },
        evidence: [first, ...others.slice(0, 4)],
        withoutEffect: {
          meantFor: isForPool ? keepaliveIdleMismatch : sidecarScope,
          instead: hop === undefined ? [everything] : [everything, ...hop.pool.from],
          names: { namespace: sidecar.ref.namespace ?? 'NAMESPACE', name: sidecar.ref.name },
        },
      });
    }
    for (const { sidecar, winner, pod, reason, evidence } of displacements(sidecars, pods ?? [], root)) {
      const hop =
        reason === 'scope'
          ? undefined
          : hops.find(({ isOwn, workload }) => isOwn && workload.name === pod.workload.name && workload.namespace === pod.namespace);
      const isPool = fieldOf(sidecar, 'spec', 'inboundConnectionPool') !== undefined;
      const holding =
        (isPool ? fieldOf(winner, 'spec', 'inboundConnectionPool') : fieldOf(winner, 'spec', 'egress')) ??
        absenceOf(winner, isPool ? 'spec.inboundConnectionPool' : 'spec.egress', 'spec');
      const details = {
        subject: sidecar.ref,
        ...(hop?.incident === undefined || !isPool ? {} : { incident: hop.incident }),
        evidence: [evidence] as const,
        withoutEffect: {
          meantFor: isPool && reason !== 'scope' ? keepaliveIdleMismatch : sidecarScope,
          instead: [reason === 'scope' ? absenceOf(winner, 'spec.egress', 'spec') : holding] as const,
          names: { namespace: pod.namespace, pod: pod.name },
        },
      };
      const data = { sidecar: nameOf(sidecar), winner: nameOf(winner), workload: `${pod.workload.name}.${pod.namespace}` };
      switch (reason) {
        case 'scope':
          yield report('scopeReset', { ...details, data: { ...data, hosts: hostsOf(sidecar).join(', ') } });
          break;
        case 'pool':
          yield report('poolDisplaced', { ...details, data });
          break;
        case 'younger':
          yield report('youngerOfTwo', { ...details, data });
          break;
        case 'one-of-two':
          yield report('oneOfTwo', { ...details, data });
      }
    }
  },
});
