import { rootNamespace } from '../../facts/root-namespace.ts';
import { envoyFilters } from '../../artifacts/kubernetes/kinds.ts';
import { rateLimited } from '../../causes/rate-limited.ts';
import { patchedFields } from '../../facts/filter-patches.ts';
import { indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Failure } from '../../model/failure.ts';
import { connectionCounter, requestCounter } from './limit-evidence.ts';

/** Observes requests and connections that a proxy refused for their rate, or because it could not ask the rate-limit service. */
export const rateRefusal: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'rate-refusal',
    title: 'Requests refused for their rate',
    description:
      'Reads the flags and details of the rate-limit filters, their counters, and the EnvoyFilters that put them there. An answer 429 of the application is no refusal of a proxy.',
    references: [
      {
        title: 'Envoy local rate limit filter',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      {
        title: 'Envoy rate limit filter',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/rate_limit_filter',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      { title: 'Istio: enabling rate limits using Envoy', url: 'https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/', version: 'Istio 1.31' },
    ],
  },
  needs: { traffic, rootNamespace },
  wants: { proxyViews, envoyFilters, pods: podsFact },
  messages: {
    // RL is set by the rate-limit filters and by nothing else; nginx says `limiting requests` for limit_req and limit_conn only (1.9 to 1.29)
    refusedForRate: {
      severity: 'critical',
      text: '{proxy} refuses {failed} requests for {target} for their rate ({details}).',
      bearsOn: [{ cause: rateLimited, as: 'proves' }],
    },
    limitInEvidence: {
      severity: 'critical',
      text: '{proxy} refuses {failed} requests for {target} for their rate ({details}); {source} says so too: {limit}.',
      bearsOn: [{ cause: rateLimited, as: 'proves' }],
    },
    serviceFails: {
      severity: 'critical',
      text: '{proxy} refuses {failed} requests for {target} because it cannot ask the rate-limit service ({details}).',
      bearsOn: [{ cause: rateLimited, as: 'proves' }],
    },
    connectionsRefused: {
      severity: 'warning',
      text: '{pod} counted {counter} = {value}, and {failed} new connections to it for {target} ended before an answer.',
      bearsOn: [{ cause: rateLimited, as: 'supports' }],
    },
    nobodyLimits: {
      severity: 'info',
      text: 'None of the {total} failing requests for {target} carries a refusal for its rate.',
      bearsOn: [{ cause: rateLimited, as: 'excludes' }],
    },
  },
  *analyze({ traffic, proxyViews: views, envoyFilters: filters = [], pods = [], rootNamespace: root }, report) {
    for (const incident of traffic.incidents) {
      const { target } = incident;
      const common = { subject: targetRef(incident), incident: incident.id };
      const refused = indicesWhere(incident, isForRate);
      for (const [pod, explains] of Map.groupBy(refused, (index) => incident.failures[index]?.pod ?? '')) {
        const [first] = explains.flatMap((index) => incident.failures[index] ?? []);
        if (first === undefined) continue;
        const about = { ...common, subject: { kind: 'Pod', name: pod }, hop: first.hop, explains };
        const data = { proxy: first.writer.name, failed: explains.length, target, details: first.details ?? first.flags.join(',') };
        const rows = someRowsOf(incident, explains);
        const counter = requestCounter(views?.get(pod));
        const [filter] = patchedFields(
          incident,
          filters,
          pods,
          root,
          (name, value) => name === 'name' && /^envoy\.filters\.http\.(?:local_)?ratelimit$/.test(String(value)),
        );
        if (filter !== undefined)
          yield report('limitInEvidence', {
            ...about,
            data: { ...data, source: `EnvoyFilter ${filter.filter}`, limit: String(filter.value) },
            evidence: evidenceOf(filter.evidence, ...rows),
          });
        else if (counter !== undefined)
          yield report('limitInEvidence', {
            ...about,
            data: { ...data, source: pod, limit: `${counter.name} = ${counter.value}` },
            evidence: evidenceOf(counter.evidence, ...rows),
          });
        else yield report('refusedForRate', { ...about, data, evidence: rows });
      }
      const unasked = indicesWhere(incident, isServiceFailure);
      const [failing] = unasked.flatMap((index) => incident.failures[index] ?? []);
      if (failing !== undefined) {
        yield report('serviceFails', {
          ...common,
          hop: failing.hop,
          data: { proxy: failing.writer.name, failed: unasked.length, target, details: failing.details ?? failing.flags.join(',') },
          evidence: someRowsOf(incident, unasked),
          explains: unasked,
        });
      }
      const closed = indicesWhere(incident, isClosedAtOnce);
      let isOpen = refused.length + unasked.length > 0;
      for (const [pod, explains] of Map.groupBy(closed, (index) => incident.failures[index]?.serverPod ?? '')) {
        const counter = connectionCounter(views?.get(pod));
        // each one that was closed was counted
        if (counter === undefined || counter.value < explains.length) continue;
        isOpen = true;
        yield report('connectionsRefused', {
          ...common,
          subject: { kind: 'Pod', name: pod },
          data: { pod, counter: counter.name, value: counter.value, failed: explains.length, target },
          evidence: evidenceOf(counter.evidence, ...someRowsOf(incident, explains, 2)),
          explains,
        });
      }
      // a limit of connections leaves nothing but a connection that ended at once
      if (!isOpen && closed.length === 0 && isSeenWhole(incident) && incident.failures.length > 0) {
        yield report('nobodyLimits', { ...common, data: { total: incident.total, target }, evidence: someRowsOf(incident, [0], 1) });
      }
    }
  },
});

function isForRate({ flags, details, told }: Failure): boolean {
  return flags.includes('RL') || told?.fault === 'rate' || details === 'local_rate_limited' || details === 'request_rate_limited';
}

function isServiceFailure({ flags, details }: Failure): boolean {
  return flags.includes('RLSE') || details === 'rate_limiter_error';
}

function isClosedAtOnce({ family, direction, ordinal, serverPod }: Failure): boolean {
  return direction !== 'inbound' && serverPod !== undefined && (family === 'connect' || (family === 'reset' && (ordinal ?? 1) === 1));
}
