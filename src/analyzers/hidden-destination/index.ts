import { rootNamespace } from '../../facts/root-namespace.ts';
import { sidecars } from '../../artifacts/kubernetes/kinds.ts';
import { sidecarScope } from '../../causes/sidecar-scope.ts';
import { rowsOf, indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { pods } from '../../facts/pods.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { destinationService, isBlackHoled, isPassedThrough } from './hidden-rows.ts';
import { egressFor } from './egress-for.ts';

/** Requests that a proxy sent to its black hole (or past the mesh) because it was not told of the destination. */
export const hiddenDestination: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'hidden-destination',
    title: 'Destination hidden from the proxy',
    description:
      'Joins rows of BlackHoleCluster, block_all and PassthroughCluster to Sidecar egress hosts, the outbound traffic policy and the clusters the proxy has.',
    references: [
      {
        title: 'Istio Sidecar: egress hosts and outboundTrafficPolicy',
        url: 'https://istio.io/latest/docs/reference/config/networking/sidecar/',
        version: 'Istio 1.18 to 1.31',
      },
      {
        title: 'Istio: monitoring blocked and passthrough external traffic',
        url: 'https://istio.io/latest/blog/2019/monitoring-external-service-traffic/',
        version: 'Istio 1.3 to 1.31',
      },
    ],
  },
  needs: { traffic, rootNamespace },
  wants: { sidecars, pods, services, proxyViews },
  messages: {
    leftOutOfEgress: {
      severity: 'critical',
      text: 'Sidecar {sidecar} gives {client} the hosts {hosts}; {destination} is not among them, and {failures} requests for it fail.',
      bearsOn: [{ cause: sidecarScope, as: 'proves' }],
    },
    clusterHidden: {
      severity: 'critical',
      text: 'Proxy {pod} has no cluster for {destination}, which exists, and sends what it does not know to {policy}.',
      bearsOn: [{ cause: sidecarScope, as: 'proves' }],
    },
    blackHoled: {
      severity: 'critical',
      text: '{failures} requests of {client} for {destination} ended in the black hole of its own proxy.',
      // only a destination the proxy was not told of goes there
      bearsOn: [{ cause: sidecarScope, as: 'supports' }],
    },
    destinationKnown: {
      severity: 'info',
      text: 'The proxy knows the destination: all {failures} failures for {target} name a cluster or route of its own.',
      bearsOn: [{ cause: sidecarScope, as: 'excludes' }],
    },
  },
  *analyze({ traffic, sidecars, pods, services, proxyViews, rootNamespace: root }, report) {
    for (const incident of traffic.incidents) {
      const common = { incident: incident.id, subject: targetRef(incident) };
      const buried = indicesWhere(incident, isBlackHoled);
      const hidden = [...buried, ...indicesWhere(incident, (failure) => isPassedThrough(failure) && destinationService(failure, services ?? []) !== undefined)];
      const first = incident.failures[hidden[0] ?? -1];
      if (first === undefined) {
        const isKnown = incident.failures.every(
          (failure) =>
            failure.direction === 'inbound' ||
            failure.direction === 'listener' ||
            (failure.cluster?.startsWith('outbound|') === true && failure.family !== 'no-cluster'),
        );
        if (isKnown && isSeenWhole(incident))
          yield report('destinationKnown', {
            ...common,
            data: { failures: incident.failures.length, target: incident.target },
            evidence: someRowsOf(incident, [0]),
          });
        continue;
      }
      const rows = rowsOf(incident, hidden);
      const service = destinationService(first, services ?? []);
      const destination = service?.key ?? first.authority ?? first.downstreamLocal ?? incident.target;
      const client = first.writer.workload.name;
      if (buried.length > 0)
        yield report('blackHoled', {
          ...common,
          explains: buried,
          data: { failures: buried.length, client, destination },
          evidence: someRowsOf(incident, buried),
        });
      const pod = pods?.find((candidate) => candidate.key === first.pod);
      const space = pod?.namespace ?? first.pod?.split('/')[0];
      const scope = space === undefined || service === undefined ? undefined : egressFor(sidecars ?? [], space, pod?.labels ?? {}, service, root);
      if (scope !== undefined && !scope.covers) {
        yield report('leftOutOfEgress', {
          ...common,
          explains: hidden,
          subject: scope.sidecar.ref,
          data: { sidecar: `${space ?? ''}/${scope.sidecar.ref.name}`, client, hosts: scope.hosts.join(', '), destination, failures: hidden.length },
          evidence: evidenceOf({ kind: 'field', at: { ...scope.sidecar.at, path: 'spec.egress' }, value: [...scope.hosts] }, ...rows),
        });
      }
      const config = first.pod === undefined ? undefined : proxyViews?.get(first.pod)?.config;
      if (config === undefined || service === undefined || config.clusters.length === 0) continue;
      const isThere = config.clusters.some(
        (cluster) => cluster.direction === 'outbound' && cluster.host?.startsWith(`${service.name}.${service.namespace}.`) === true,
      );
      const policy = config.outboundTrafficPolicy;
      if (!isThere) {
        const absent = { kind: 'absence' as const, at: { ...config.at, path: 'dynamic_active_clusters' }, lookedFor: `outbound|*||${service.key}.svc.*` };
        yield report('clusterHidden', {
          ...common,
          explains: hidden,
          data: { pod: first.pod ?? '', destination, policy: policy?.value === 'ALLOW_ANY' ? 'its original address' : 'BlackHoleCluster' },
          evidence: evidenceOf(
            absent,
            { kind: 'field', at: service.object.at, value: service.key },
            ...(policy === undefined ? [] : [{ kind: 'field' as const, at: policy.at, value: policy.value }]),
            ...rows,
          ),
        });
      }
    }
  },
});
