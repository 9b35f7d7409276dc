import { containerLogs } from '../../artifacts/logs/index.ts';
import { dnsFailure } from '../../causes/dns-failure.ts';
import { clusterHost } from '../../facts/failures.ts';
import { indicesWhere, rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Failure } from '../../model/failure.ts';
import { lookupsOf, namesTarget } from './failed-lookups.ts';

/** Names that could not be resolved, by proxies and by applications. */
export const unresolvedName: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'unresolved-name',
    title: 'Name that does not resolve',
    description: 'Looks for the flag DF, DNS clusters without a host, and log lines of applications whose look-up failed.',
    references: [
      {
        title: 'Envoy access log: response flags (DF)',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      {
        title: 'Envoy service discovery: strict and logical DNS',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/service_discovery',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
    ],
  },
  needs: {},
  wants: { traffic, containerLogs, proxyViews },
  messages: {
    resolutionFailed: {
      severity: 'critical',
      text: '{failures} requests for {target} failed because their proxy could not resolve the name (DF).',
      // the flag names the fact itself
      bearsOn: [{ cause: dnsFailure, as: 'proves' }],
    },
    dnsClusterEmpty: {
      severity: 'critical',
      text: 'Cluster {cluster} of {pod} takes its hosts from DNS ({type}) and has none; {failures} requests found no host.',
      bearsOn: [{ cause: dnsFailure, as: 'proves' }],
    },
    lookupsFail: {
      severity: 'critical',
      text: 'Container {container} says {count} times that {name} does not resolve ({error}), at the time of {failures} failures.',
      bearsOn: [{ cause: dnsFailure, as: 'supports' }],
    },
    lookupsFailAlone: {
      severity: 'critical',
      text: 'Container {container} says {count} times that {name} does not resolve: {error}.',
      bearsOn: [{ cause: dnsFailure, as: 'proves' }],
    },
    nameWasResolved: {
      severity: 'info',
      text: 'No look-up failed for the {failures} failures for {target}: their hosts come from the mesh or were dialled.',
      bearsOn: [{ cause: dnsFailure, as: 'excludes' }],
    },
  },
  *analyze({ traffic, containerLogs, proxyViews }, report) {
    const lookups = lookupsOf(containerLogs ?? []);
    for (const incident of traffic?.incidents ?? []) {
      const common = { incident: incident.id, subject: targetRef(incident) };
      let isFound = false;
      const flagged = indicesWhere(incident, isResolutionFailure);
      if (flagged.length > 0) {
        isFound = true;
        yield report('resolutionFailed', {
          ...common,
          explains: flagged,
          data: { failures: flagged.length, target: incident.target },
          evidence: someRowsOf(incident, flagged),
        });
      }
      const lacking = Map.groupBy(
        indicesWhere(incident, (failure) => failure.family === 'no-host'),
        (index) => `${incident.failures[index]?.pod ?? ''} ${incident.failures[index]?.cluster ?? ''}`,
      );
      for (const [pair, indices] of lacking) {
        const [pod = '', name = ''] = pair.split(' ');
        const view = proxyViews?.get(pod);
        const cluster = view?.config?.clusters.find((candidate) => candidate.name === name);
        const hosts = view?.endpoints?.filter((endpoint) => endpoint.cluster === name) ?? [];
        if (cluster === undefined || !/DNS/.test(cluster.type ?? '') || view?.endpoints === undefined || hosts.length > 0) continue;
        isFound = true;
        yield report('dnsClusterEmpty', {
          ...common,
          explains: indices,
          data: { cluster: name, pod, type: cluster.type ?? '', failures: indices.length },
          evidence: evidenceOf({ kind: 'field', at: cluster.at, value: cluster.type ?? '' }, ...rowsOf(incident, indices)),
        });
      }
      for (const lookup of lookups) {
        if (!namesTarget(lookup.name, incident)) continue;
        const explains = indicesWhere(
          incident,
          (failure) => failure.upstreamHost === undefined && lookup.times.some((time) => Math.abs(time - failure.time) <= 30_000),
        );
        if (explains.length === 0) continue;
        isFound = true;
        yield report('lookupsFail', {
          ...common,
          explains,
          data: { container: lookup.container, count: lookup.times.length, name: lookup.name, error: lookup.error, failures: explains.length },
          evidence: evidenceOf(lookup.evidence, ...rowsOf(incident, explains)),
        });
      }
      const isResolved = incident.failures.every(
        (failure) =>
          failure.upstreamHost !== undefined ||
          clusterHost(failure.cluster)?.endsWith('.svc.cluster.local') === true ||
          failure.direction === 'inbound' ||
          failure.direction === 'listener',
      );
      if (!isFound && isResolved && isSeenWhole(incident))
        yield report('nameWasResolved', {
          ...common,
          data: { failures: incident.failures.length, target: incident.target },
          evidence: someRowsOf(incident, [0]),
        });
    }
    if (traffic?.observed === true) return; // requests were seen: they tell
    for (const lookup of lookups) {
      if (lookup.times.length < 3 || lookup.target === undefined) continue;
      yield report('lookupsFailAlone', {
        subject: { kind: 'Host', name: lookup.name },
        predicts: lookup.target,
        data: { container: lookup.container, count: lookup.times.length, name: lookup.name, error: lookup.error },
        evidence: evidenceOf(lookup.evidence),
      });
    }
  },
});

function isResolutionFailure(failure: Failure): boolean {
  return failure.flags.includes('DF') || /dns_resolution_fail/i.test(failure.details ?? '');
}
