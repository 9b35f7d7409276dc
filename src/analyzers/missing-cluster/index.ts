import { destinationRules, serviceEntries, virtualServices } from '../../artifacts/kubernetes/kinds.ts';
import { unknownCluster } from '../../causes/unknown-cluster.ts';
import { askedBy } from '../../facts/asked-by.ts';
import { indicesOfFamily, rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { usedServices } from '../../facts/used-services.ts';
import { virtualServicesFor } from '../../facts/virtual-service-match.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { destinationsOf, isKnownHost, isKnownSubset, type Registered } from '../../facts/route-destinations.ts';
import { routesToNothing } from './routes-to-nothing.ts';

/** Routes that name a subset, host or cluster which does not exist. */
export const missingCluster: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'missing-cluster',
    title: 'Route to a missing cluster',
    description: 'Checks that the subsets and hosts which VirtualServices route to are defined, and that the clusters which routes name are in the proxy.',
    references: [
      {
        title: 'Istio DestinationRule: Subset',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
        version: 'Istio 1.18 to 1.31',
      },
      {
        title: 'Envoy response code details: cluster_not_found',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
    ],
  },
  needs: {},
  wants: { traffic, virtualServices, destinationRules, serviceEntries, services, proxyViews, usedServices },
  messages: {
    subsetUndefined: {
      severity: 'critical',
      text: 'VirtualService {virtualService} routes to subset {subset} of {host}, which no DestinationRule defines; {failures} requests found no cluster.',
      bearsOn: [{ cause: unknownCluster, as: 'proves' }],
    },
    hostUndefined: {
      severity: 'critical',
      text: 'VirtualService {virtualService} routes to {host}, which no Service or ServiceEntry provides; {failures} requests found no cluster.',
      bearsOn: [{ cause: unknownCluster, as: 'proves' }],
    },
    routeToNothing: {
      severity: 'critical',
      text: 'Proxy {pod} has a route for {host} to cluster {cluster}, which it does not have; {failures} requests found no cluster.',
      bearsOn: [{ cause: unknownCluster, as: 'proves' }],
    },
    clusterNotFound: {
      severity: 'warning',
      text: '{failures} requests for {target} matched a route whose cluster does not exist (NC).',
      bearsOn: [{ cause: unknownCluster, as: 'supports' }],
    },
    wouldFindNoCluster: {
      severity: 'critical',
      text: 'VirtualService {virtualService} routes every request for {host} to {destination}, which is not defined.',
      bearsOn: [{ cause: unknownCluster, as: 'proves' }],
    },
    clustersWereFound: {
      severity: 'info',
      text: 'None of the {failures} failures for {target} lacked a cluster (no NC).',
      bearsOn: [{ cause: unknownCluster, as: 'excludes' }],
    },
  },
  *analyze({ traffic, virtualServices, destinationRules, serviceEntries, services, proxyViews, usedServices }, report) {
    const registered: Registered = { destinationRules, services, serviceEntries };
    for (const incident of traffic?.incidents ?? []) {
      const common = { incident: incident.id, subject: targetRef(incident) };
      const lost = indicesOfFamily(incident, 'no-cluster');
      const first = incident.failures[lost[0] ?? -1];
      if (first === undefined) {
        if (isSeenWhole(incident))
          yield report('clustersWereFound', {
            ...common,
            data: { failures: incident.failures.length, target: incident.target },
            evidence: someRowsOf(incident, [0]),
          });
        continue;
      }
      const rows = rowsOf(incident, lost);
      yield report('clusterNotFound', {
        ...common,
        explains: lost,
        data: { failures: lost.length, target: incident.target },
        evidence: someRowsOf(incident, lost),
      });
      for (const entry of virtualServicesFor(askedBy(first), virtualServices ?? [])) {
        const virtualService = `${entry.ref.namespace ?? ''}/${entry.ref.name}`;
        for (const destination of destinationsOf(entry)) {
          const about = { ...common, subject: entry.ref, explains: lost };
          const evidence = evidenceOf({ kind: 'field', at: destination.at, value: destination.subset ?? destination.host }, ...rows);
          if (!isKnownHost(destination, registered))
            yield report('hostUndefined', { ...about, data: { virtualService, host: destination.host, failures: lost.length }, evidence });
          else if (!isKnownSubset(destination, registered))
            yield report('subsetUndefined', {
              ...about,
              data: { virtualService, subset: destination.subset ?? '', host: destination.host, failures: lost.length },
              evidence,
            });
        }
      }
      const view = first.pod === undefined ? undefined : proxyViews?.get(first.pod);
      for (const { route, cluster } of view?.config === undefined ? [] : routesToNothing(view.config, first.authority)) {
        yield report('routeToNothing', {
          ...common,
          explains: lost,
          data: { pod: view?.key ?? '', host: first.authority ?? '', cluster, failures: lost.length },
          evidence: evidenceOf({ kind: 'field', at: route.at, value: cluster }, ...rows),
        });
      }
    }
    if (traffic?.observed === true) return; // requests were seen: they tell
    for (const service of services ?? []) {
      const mention = usedServices?.get(service.key);
      if (mention === undefined) continue;
      const asked = { authority: `${service.key}.svc.cluster.local`, atGateway: false };
      for (const entry of virtualServicesFor(asked, virtualServices ?? [])) {
        const all = destinationsOf(entry);
        const wrong = all.filter((destination) => !isKnownHost(destination, registered) || !isKnownSubset(destination, registered));
        const [one] = wrong;
        if (one === undefined || wrong.length < all.length) continue;
        const workload = service.selected?.[0]?.workload.name ?? service.name;
        const destination = one.subset === undefined ? one.host : `subset ${one.subset} of ${one.host}`;
        yield report('wouldFindNoCluster', {
          subject: entry.ref,
          predicts: `${workload}.${service.namespace}`,
          data: { virtualService: `${entry.ref.namespace ?? ''}/${entry.ref.name}`, host: service.key, destination },
          evidence: evidenceOf({ kind: 'field', at: one.at, value: destination }, { kind: 'field', at: service.object.at, value: service.key }, ...mention),
        });
      }
    }
  },
});
