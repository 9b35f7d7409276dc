import { proxyConfigs } from '../../artifacts/envoy/index.ts';
import { virtualServices } from '../../artifacts/kubernetes/kinds.ts';
import { noRoute } from '../../causes/no-route.ts';
import { askedBy } from '../../facts/asked-by.ts';
import { indicesOfFamily, rowsOf, someRowsOf, spanOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { traffic } from '../../facts/traffic.ts';
import { ruleFor, virtualServicesFor } from '../../facts/virtual-service-match.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import type { Milliseconds } from '../../model/time.ts';
import { virtualHostsFor } from './virtual-hosts-for.ts';

/** Requests for which the proxy's route table has no entry, and the VirtualService or virtual host that leaves them out. */
export const unmatchedRoute: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'unmatched-route',
    title: 'Request without a matching route',
    description: 'Joins requests with the flag NR to the match lists of VirtualServices and to the virtual hosts of the proxy that answered.',
    references: [
      {
        title: 'Istio VirtualService: HTTPMatchRequest',
        url: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest',
        version: 'Istio 1.18 to 1.31',
      },
      {
        title: 'Envoy response code details',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
    ],
  },
  needs: { traffic },
  wants: { virtualServices, proxyConfigs },
  messages: {
    leftOut: {
      severity: 'critical',
      text: 'VirtualService {virtualService} takes {matches} for {host}; {failures} requests such as {path} match none of it.',
      bearsOn: [{ cause: noRoute, as: 'proves' }],
    },
    hostUnknown: {
      severity: 'critical',
      text: 'Proxy {pod} has no virtual host for {host}; {failures} requests for it found no route.',
      bearsOn: [{ cause: noRoute, as: 'proves' }],
    },
    noRouteFound: {
      severity: 'warning',
      text: '{failures} requests for {host} found no route (NR), such as {path}.',
      // the flag is the symptom itself; where the rules that make routes were looked at, they are the first to be asked
      bearsOn: [{ cause: noRoute, as: 'supports' }],
    },
    // no Sidecar reaches a gateway, and one that just started has no listener yet
    noRouteAtGateway: {
      severity: 'warning',
      text: 'All {failures} requests for {host} at gateway {gateway} found no route (NR), over {minutes} minutes.',
      bearsOn: [{ cause: noRoute, as: 'supports' }],
    },
    ruleTakesIt: {
      severity: 'info',
      text: 'VirtualService {virtualService} has a rule that takes {path}, though {failures} requests found no route.',
      bearsOn: [{ cause: noRoute, as: 'opposes' }],
    },
    routesWereFound: {
      severity: 'info',
      text: 'None of the {failures} failures for {target} lacked a route (no NR).',
      bearsOn: [{ cause: noRoute, as: 'excludes' }],
    },
  },
  *analyze({ traffic, virtualServices, proxyConfigs }, report) {
    for (const incident of traffic.incidents) {
      const common = { incident: incident.id, subject: targetRef(incident) };
      const lost = indicesOfFamily(incident, 'no-route');
      if (lost.length === 0) {
        if (isSeenWhole(incident))
          yield report('routesWereFound', {
            ...common,
            data: { failures: incident.failures.length, target: incident.target },
            evidence: someRowsOf(incident, [0]),
          });
        continue;
      }
      for (const [host, indices] of Map.groupBy(lost, (index) => incident.failures[index]?.authority ?? '')) {
        const first = incident.failures[indices[0] ?? 0];
        if (first === undefined) continue;
        const path = first.path ?? '/';
        const about = { ...common, subject: { kind: 'Host', name: host } };
        // the flag alone also comes of a rejected configuration, a narrow scope, or a proxy that has just started
        if (virtualServices !== undefined)
          yield report('noRouteFound', {
            ...about,
            explains: indices,
            data: { failures: indices.length, host, path },
            evidence: someRowsOf(incident, indices),
          });
        // whoever scans the internet asks for addresses, and no route is meant for them
        else if (!/^(?:[\d.]+|\[.*\])(?::\d+)?$/.test(host) && isLasting(incident, indices))
          yield report('noRouteAtGateway', {
            ...about,
            explains: indices,
            data: { failures: indices.length, host, gateway: first.writer.name, minutes: Math.round(lengthOf(incident, indices) / 60_000) },
            evidence: someRowsOf(incident, indices),
          });
        for (const entry of virtualServicesFor(askedBy(first), virtualServices ?? [])) {
          const takes = indices.map((index) => ({ index, taken: ruleFor(entry, askedBy(incident.failures[index] ?? first)) }));
          const missed = takes.flatMap(({ index, taken }) => (taken.kind === 'none' ? [{ index, tried: taken.tried }] : []));
          const name = `${entry.ref.namespace ?? ''}/${entry.ref.name}`;
          const [miss] = missed;
          if (miss !== undefined) {
            const matches = [...new Set(miss.tried)].slice(0, 5).join(', ');
            const left = missed.map(({ index }) => index);
            const example = incident.failures[miss.index]?.path ?? path;
            yield report('leftOut', {
              ...common,
              subject: entry.ref,
              explains: left,
              data: { virtualService: name, matches, host, failures: left.length, path: example },
              evidence: evidenceOf({ kind: 'field', at: { ...entry.at, path: 'spec.http[*].match' }, value: matches }, ...rowsOf(incident, left)),
            });
          } else if (takes.every(({ taken }) => taken.kind === 'rule')) {
            yield report('ruleTakesIt', {
              ...common,
              subject: entry.ref,
              data: { virtualService: name, path, failures: indices.length },
              evidence: evidenceOf({ kind: 'field', at: { ...entry.at, path: 'spec.http' }, value: path }, ...rowsOf(incident, indices, 1)),
            });
          }
        }
        const config = proxyConfigs?.find(
          (candidate) => candidate.proxy.pod !== undefined && first.pod === `${candidate.proxy.namespace ?? ''}/${candidate.proxy.pod}`,
        );
        if (config === undefined || config.virtualHosts.length === 0 || virtualHostsFor(config, host).length > 0) continue;
        yield report('hostUnknown', {
          ...about,
          explains: indices,
          data: { pod: config.proxy.pod ?? '', host, failures: indices.length },
          evidence: evidenceOf({ kind: 'absence', at: { ...config.at, path: 'virtual_hosts[*].domains' }, lookedFor: host }, ...rowsOf(incident, indices)),
        });
      }
    }
  },
});

/** Longer than a gateway takes to get its configuration after it started, or a change to reach it. */
const lastingMs = 120_000;

/** Whether a gateway, of whose routes nothing else is known, had none for the host at any time. */
function isLasting(incident: ObservedIncident, indices: readonly number[]): boolean {
  const isGateway = indices.every((index) => incident.failures[index]?.writer.role === 'gateway');
  return isGateway && indices.length >= 3 && incident.requests === incident.total && lengthOf(incident, indices) >= lastingMs;
}

function lengthOf(incident: ObservedIncident, indices: readonly number[]): Milliseconds {
  const { from, to } = spanOf(incident, indices);
  return to - from;
}
