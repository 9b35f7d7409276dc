import { circuitBreakerOverflow } from '../../causes/circuit-breaker-overflow.ts';
import { destinationRules } from '../../artifacts/kubernetes/kinds.ts';
import { cast } from '../../facts/cast.ts';
import { indicesOfFamily, rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import { countedAlone } from './counted-alone.ts';
import { limitsInConfig, overflowCounters } from './limits-in-config.ts';
import { limitsInRules } from './limits-in-rules.ts';

/** Requests refused by a proxy because a limit of its connection pool was reached. */
export const exceededPoolLimit: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'exceeded-pool-limit',
    title: 'Exceeded connection-pool limit',
    description: 'Joins refusals with the flag UO to the limits that DestinationRules and the effective clusters set, and to the overflow counters.',
    references: [
      {
        title: 'Envoy circuit breaking',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      {
        title: 'Istio DestinationRule: ConnectionPoolSettings',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  needs: {},
  wants: { traffic, proxyViews, destinationRules, cast },
  messages: {
    limitReached: {
      severity: 'critical',
      text: '{failures} requests for {target} were refused with UO; the pool is limited to {limits}.',
      bearsOn: [{ cause: circuitBreakerOverflow, as: 'proves' }],
    },
    overflowCounted: {
      severity: 'critical',
      text: '{failures} requests for {target} were refused with UO, and {pod} counted {counter} = {value}.',
      bearsOn: [{ cause: circuitBreakerOverflow, as: 'proves' }],
    },
    refusedByPool: {
      severity: 'warning',
      text: '{failures} requests for {target} were refused with UO; no limit of the pool is in the evidence.',
      // Envoy sets UO for its circuit breakers alone, but for rare overload texts in the details
      bearsOn: [{ cause: circuitBreakerOverflow, as: 'supports' }],
    },
    // the counter rises with every refused request and with nothing else (conn_pool_base.cc, router.cc); it needs no access log
    overflowCountedAlone: {
      severity: 'critical',
      text: '{pod} counts {counter} = {value} towards {target}, whose pool is limited to {limits}.',
      bearsOn: [{ cause: circuitBreakerOverflow, as: 'proves' }],
    },
    noLimitConfigured: {
      severity: 'info',
      text: 'Cluster {cluster} of {pod}, which refused the requests, has no limit.',
      bearsOn: [{ cause: circuitBreakerOverflow, as: 'opposes' }],
    },
    noOverflow: {
      severity: 'info',
      text: 'None of the {failures} failures for {target} was refused by a pool (no UO).',
      bearsOn: [{ cause: circuitBreakerOverflow, as: 'excludes' }],
    },
  },
  *analyze({ traffic, proxyViews, destinationRules, cast }, report) {
    for (const incident of traffic?.incidents ?? []) {
      const common = { incident: incident.id, subject: targetRef(incident) };
      const refused = indicesOfFamily(incident, 'overflow');
      if (refused.length === 0) {
        if (isSeenWhole(incident))
          yield report('noOverflow', { ...common, data: { failures: incident.failures.length, target: incident.target }, evidence: someRowsOf(incident, [0]) });
        continue;
      }
      const rows = rowsOf(incident, refused);
      const hop = commonHop(incident, refused);
      const own = { ...common, ...(hop === undefined ? {} : { hop }) };
      const data = { failures: refused.length, target: incident.target };
      const seen = limitsInConfig(incident, refused, proxyViews);
      const ruled = limitsInRules(incident, refused, destinationRules ?? []);
      const [limit, ...others] = [...seen.limits, ...ruled];
      const counter = overflowCounters(incident, refused, proxyViews)[0];
      if (limit !== undefined) {
        const limits = [...new Set([limit, ...others].map(({ name, value }) => `${name} ${value}`))].toSorted().join(', ');
        yield report('limitReached', {
          ...own,
          explains: refused,
          data: { ...data, limits },
          evidence: evidenceOf(limit.evidence, ...others.slice(0, 4).map(({ evidence }) => evidence), ...rows),
        });
      }
      if (counter !== undefined)
        yield report('overflowCounted', {
          ...own,
          explains: refused,
          data: { ...data, pod: counter.pod, counter: counter.name, value: counter.value },
          evidence: evidenceOf(counter.evidence, ...rows),
        });
      if (limit !== undefined || counter !== undefined) continue;
      yield report('refusedByPool', { ...own, explains: refused, data, evidence: someRowsOf(incident, refused) });
      if (seen.unlimited !== undefined)
        yield report('noLimitConfigured', {
          ...common,
          data: { cluster: seen.unlimited.name, pod: seen.unlimited.pod },
          evidence: [{ kind: 'absence', at: seen.unlimited.at, lookedFor: 'circuit_breakers.thresholds below 2^32-1' }],
        });
    }
    // where rows were read, they tell what became of the requests
    if (traffic?.observed === true) return;
    for (const { target, subject, pod, counter, limits, hop } of countedAlone(proxyViews, cast)) {
      const shown = [...new Set(limits.map(({ name, value }) => `${name} ${value}`))].toSorted().join(', ');
      yield report('overflowCountedAlone', {
        subject,
        predicts: target,
        ...(hop === undefined ? {} : { hop }),
        data: { pod, counter: counter.name, value: counter.value, target, limits: shown },
        evidence: evidenceOf(counter.evidence, ...limits.map(({ evidence }) => evidence)),
      });
    }
  },
});

/** Each proxy refuses for its own pool, so the limit to raise is at the hop with the most refusals, not at the one nearest the server. */
function commonHop({ failures }: ObservedIncident, refused: readonly number[]): string | undefined {
  const byHop = Map.groupBy(refused, (index) => failures[index]?.hop);
  return [...byHop].toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0];
}
