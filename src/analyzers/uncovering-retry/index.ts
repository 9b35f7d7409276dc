import { virtualServices } from '../../artifacts/kubernetes/kinds.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { cast } from '../../facts/cast.ts';
import { nameOf } from '../../facts/field-of.ts';
import { someRowsOf } from '../../facts/incident-rows.ts';
import { istioVersion } from '../../facts/istio-version.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { traffic } from '../../facts/traffic.ts';
import { defaultOutboundRetry } from '../../knowledge/versions/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence } from '../../model/evidence.ts';
import { covers, policyInProxy, retriesFor, wordsOf } from './retry-policies.ts';
import { lossOf } from './retried-loss.ts';

const seeWith = ['istioctl proxy-config routes {client} -n {namespace} -o json | grep -A8 retryPolicy'] as const;

/** Retries of a VirtualService that the failing requests never get, by their words or by the gateways they are for. */
export const uncoveringRetry: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'uncovering-retry',
    title: 'Retry that does not cover the failure',
    description:
      'Compares the retries that a VirtualService asks for with what the sidecar of the caller sees: a finished 503 of the next proxy, or a reset of its own connection, on the side (mesh or gateway) that the requests take.',
    references: [
      {
        title: 'envoyproxy/envoy source/common/router/retry_state_impl.cc',
        url: 'https://github.com/envoyproxy/envoy/blob/main/source/common/router/retry_state_impl.cc',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      {
        title: 'istio/istio pilot/pkg/networking/core/route/retry/retry.go',
        url: 'https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/retry/retry.go',
        version: 'Istio 1.6 to 1.31',
      },
      {
        title: 'Istio VirtualService: gateways',
        url: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  needs: { virtualServices, traffic },
  wants: { cast, istioVersion, proxyViews },
  messages: {
    wordsMissAnswer: {
      severity: 'warning',
      text: 'VirtualService {rule} retries {service} on {words}; the sidecar of the caller gets {failures} finished answers with 503, no reset of its own, and none of these words takes that.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    wordsMissReset: {
      severity: 'warning',
      text: 'VirtualService {rule} retries {service} on {words}; {failures} requests were reset after they had been handed to a connection, and none of these words takes that.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    defaultsMiss: {
      severity: 'warning',
      text: 'VirtualService {rule} asks for retries of {service} without retryOn; what Istio fills in ({words}) takes none of the {failures} failures.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    defaultsMayMiss: {
      severity: 'info',
      text: 'VirtualService {rule} asks for retries of {service} without retryOn; Istio before {since} fills in 503, from {since} on nothing that takes the {failures} failures, and the evidence does not settle which version runs.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    gatewaysOnly: {
      severity: 'warning',
      text: 'VirtualService {rule} sets retries of {service} for the gateways {gateways} alone; the {failures} failing requests go from sidecar to sidecar and do not use it.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
  },
  *analyze({ virtualServices: rules, traffic, cast, istioVersion: version, proxyViews: views }, report) {
    for (const incident of traffic.incidents) {
      const loss = lossOf(incident, cast);
      if (loss === undefined) continue;
      for (const { entry, gateways, retries, evidence } of retriesFor(rules, incident, loss)) {
        const row = someRowsOf(incident, loss.indices, 1);
        const common = { subject: entry.ref, incident: incident.id, evidence: [evidence] as const };
        const data = { rule: nameOf(entry), service: incident.target, failures: loss.indices.length };
        const names = { client: loss.clientPod ?? 'CLIENT-POD', namespace: loss.clientNamespace ?? 'NAMESPACE' };
        const effect = { meantFor: keepaliveIdleMismatch, instead: row, names };
        const defaults = defaultOutboundRetry(version?.value);
        const documented = defaults.possible.map(
          ({ value, reference }): Evidence => ({ kind: 'default', at: entry.at, value: wordsOf(value), documentedBy: reference }),
        );
        if (!loss.atGateway && gateways.length > 0 && !gateways.includes('mesh')) {
          yield report('gatewaysOnly', {
            ...common,
            data: { ...data, gateways: gateways.join(', ') },
            withoutEffect: { ...effect, instead: [...row, ...documented] },
          });
          continue;
        }
        const inProxy = policyInProxy(views, nameOf(entry));
        if (retries.words !== undefined || inProxy !== undefined) {
          const words = inProxy?.value ?? retries.words ?? [];
          if (covers(words, loss.kind)) continue;
          const instead = inProxy === undefined ? row : ([...row, ...inProxy.from] as const);
          const said = { ...common, data: { ...data, words: words.join(', ') }, withoutEffect: { ...effect, instead } };
          yield loss.kind === 'answer' ? report('wordsMissAnswer', said) : report('wordsMissReset', said);
          continue;
        }
        const missing = defaults.possible.filter(({ value }) => !covers(wordsOf(value), loss.kind));
        const [first] = missing;
        if (first === undefined) continue;
        const said = { ...common, withoutEffect: { ...effect, instead: [...row, ...documented] as const } };
        if (missing.length === defaults.possible.length) yield report('defaultsMiss', { ...said, data: { ...data, words: wordsOf(first.value).join(', ') } });
        else yield report('defaultsMayMiss', { ...said, data: { ...data, since: /^>=(\S+)/.exec(first.versions)?.[1] ?? '' } });
      }
    }
  },
});
