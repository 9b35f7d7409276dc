import { rootNamespace } from '../../facts/root-namespace.ts';
import { destinationRules, envoyFilters, peerAuthentications, serviceEntries, sidecars } from '../../artifacts/kubernetes/kinds.ts';
import { mtlsModeMismatch } from '../../causes/mtls-mode-mismatch.ts';
import { exposedHops } from '../../facts/exposed-hops.ts';
import { absenceOf, fieldOf, nameOf } from '../../facts/field-of.ts';
import { pods } from '../../facts/pods.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { asObject } from '../../formats/json.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence, NonEmpty } from '../../model/evidence.ts';
import { contextsOfOthers, unknownClusters } from './filter-patches.ts';
import { hopMeant, meantBy, tlsIncident } from './meant-by.ts';
import { hostOfNone } from './rule-host-of-none.ts';
import { emptySelection, podsUnder } from './selection.ts';

const seeSelection = ['kubectl -n {namespace} get {resource} {name} -o yaml', 'kubectl -n {namespace} get pods --show-labels'] as const;
const seeHosts = ['kubectl -n {namespace} get destinationrules.networking.istio.io {name} -o yaml', 'kubectl get services -A'] as const;
const seeClusters = [
  'istioctl proxy-config clusters {pod} -n {podNamespace}',
  'kubectl -n {namespace} get envoyfilters.networking.istio.io {name} -o yaml',
] as const;

/** Settings whose selector, context or match meets no proxy, so that they lie in the cluster and change nothing. */
export const settingWithoutTarget: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'setting-without-target',
    title: 'Setting that meets no proxy',
    description:
      'Holds the selectors of EnvoyFilters, Sidecars, PeerAuthentications and DestinationRules against the labels of pods, the hosts of DestinationRules against Services, and the context and cluster names of EnvoyFilter patches against the proxies they are for.',
    references: [
      {
        title: 'Istio EnvoyFilter: workloadSelector, match.context',
        url: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
        version: 'Istio 1.18 to 1.31',
      },
      {
        title: 'istio/istio pkg/config/validation/validation.go, ValidatePeerAuthentication',
        url: 'https://github.com/istio/istio/blob/master/pkg/config/validation/validation.go',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  needs: { exposedHops, rootNamespace },
  wants: { destinationRules, envoyFilters, peerAuthentications, sidecars, pods, services, serviceEntries, proxyViews, traffic },
  messages: {
    selectsNoPod: {
      severity: 'warning',
      text: '{kind} {object} selects {selector}, and none of the {pods} pods it could be for has these labels.',
      bearsOn: [],
      withoutEffect: { seeWith: seeSelection },
    },
    hostIsNoName: {
      severity: 'warning',
      text: 'DestinationRule {object} is for the host {host}, which is no name a host can have: istiod refuses the object, and no proxy gets anything of it.',
      bearsOn: [],
      withoutEffect: { seeWith: seeHosts },
    },
    hostOfNone: {
      severity: 'warning',
      text: 'DestinationRule {object} is for the host {host}, and none of the {services} Services of {namespace} has that name.',
      bearsOn: [],
      withoutEffect: { seeWith: seeHosts },
    },
    contextOfOthers: {
      severity: 'warning',
      text: 'EnvoyFilter {object} patches proxies of the context {context} only, and the {pods} pods it is for have none of that kind.',
      bearsOn: [],
      withoutEffect: { seeWith: seeSelection },
    },
    matchesNoCluster: {
      severity: 'warning',
      text: 'EnvoyFilter {object} patches the cluster {cluster}, and the proxy of {pod}, which it is for, has no cluster of that name.',
      bearsOn: [],
      withoutEffect: { seeWith: seeClusters },
    },
    portLevelWithoutSelector: {
      severity: 'warning',
      text: 'PeerAuthentication {object} sets portLevelMtls for {ports} without a selector: modes of ports count for selected workloads only, and istiod refuses it.',
      bearsOn: [],
      withoutEffect: { seeWith: seeSelection },
    },
  },
  *analyze({ exposedHops: hops, pods, services, serviceEntries, proxyViews: views, traffic, rootNamespace: root, ...objects }, report) {
    const all = [objects.destinationRules, objects.envoyFilters, objects.peerAuthentications, objects.sidecars].flatMap((list) => list ?? []);
    for (const entry of all.filter(({ partial }) => partial !== true)) {
      const meantFor = meantBy(entry);
      const hop = hopMeant(entry, meantFor, hops);
      const incident = hop?.incident ?? tlsIncident(entry, traffic?.incidents ?? []);
      const names = { namespace: entry.ref.namespace ?? 'NAMESPACE', name: entry.ref.name, resource: entry.ref.kind.toLowerCase() };
      const details = (setting: Evidence, instead: Evidence) => ({
        subject: entry.ref,
        ...(incident === undefined ? {} : { incident }),
        evidence: [setting] as const,
        withoutEffect: { meantFor, instead: [instead, ...(hop?.pool.from ?? [])] satisfies NonEmpty<Evidence>, names },
      });
      const object = nameOf(entry);
      const none = hostOfNone(entry, services, serviceEntries);
      if (none !== undefined) {
        const { host, setting, among } = none;
        if (among === undefined) {
          yield report('hostIsNoName', { ...details(setting, absenceOf(entry, 'a name of RFC 1123', 'spec', 'host')), data: { object, host } });
          continue;
        }
        const instead = { kind: 'absence' as const, at: { artifact: among.example.object.at.artifact, file: among.example.object.at.file }, lookedFor: host };
        yield report('hostOfNone', { ...details(setting, instead), data: { object, host, services: among.services, namespace: among.namespace } });
        continue;
      }
      const empty = emptySelection(entry, pods, root);
      if (empty !== undefined) {
        const instead = absenceOf(empty.example.object, empty.selector, 'metadata', 'labels');
        yield report('selectsNoPod', {
          ...details(empty.setting, instead),
          data: { kind: entry.ref.kind, object, selector: empty.selector, pods: empty.pods },
        });
        continue;
      }
      const ports = entry.ref.kind === 'PeerAuthentication' ? fieldOf(entry, 'spec', 'portLevelMtls') : undefined;
      const hasSelector = fieldOf(entry, 'spec', 'selector', 'matchLabels') !== undefined;
      if (ports !== undefined && !hasSelector) {
        yield report('portLevelWithoutSelector', {
          ...details(ports, absenceOf(entry, 'spec.selector.matchLabels', 'spec')),
          withoutEffect: { meantFor: mtlsModeMismatch, instead: [fieldOf(entry, 'spec', 'mtls') ?? absenceOf(entry, 'spec.mtls', 'spec')], names },
          data: { object, ports: Object.keys(asObject(ports.value) ?? {}).join(', ') },
        });
      }
      if (entry.ref.kind !== 'EnvoyFilter') continue;
      const under = podsUnder(entry, pods, root);
      const other = contextsOfOthers(entry, under);
      const [example] = under;
      if (other !== undefined && example !== undefined) {
        const instead = { kind: 'field' as const, at: example.object.at, value: example.isGateway ? 'gateway' : 'sidecar' };
        yield report('contextOfOthers', { ...details(other.setting, instead), data: { object, context: other.context, pods: under.length } });
      }
      const unknown = unknownClusters(entry, under, views);
      if (unknown !== undefined) {
        const { withoutEffect, ...rest } = details(unknown.setting, { kind: 'absence', at: unknown.at, lookedFor: unknown.cluster });
        yield report('matchesNoCluster', {
          ...rest,
          withoutEffect: { ...withoutEffect, names: { ...names, pod: unknown.pod.name, podNamespace: unknown.pod.namespace } },
          data: { object, cluster: unknown.cluster, pod: unknown.pod.key },
        });
      }
    }
  },
});
