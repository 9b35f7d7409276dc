import { rootNamespace } from '../../facts/root-namespace.ts';
import { destinationRules } from '../../artifacts/kubernetes/kinds.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { type ExposedHop, exposedHops } from '../../facts/exposed-hops.ts';
import { nameOf } from '../../facts/field-of.ts';
import { coversService } from '../../facts/rule-host.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { controlSince } from '../../knowledge/versions/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { idleSettings, reach } from './idle-settings.ts';

/** Before this Istio minor the field does not exist. */
const since = controlSince('outbound-tcp-idle', 'destination-rule') ?? '';

const seeInbound = [
  'istioctl proxy-config clusters deploy/{workload} -n {workloadNamespace} --direction inbound -o json | grep -iE \'"name"|idleTimeout\'',
] as const;
const seeListener = [
  "istioctl proxy-config listeners deploy/{workload} -n {workloadNamespace} --port 15006 -o json | grep -iE 'idleTimeout|idle_timeout'",
] as const;

/** Idle settings of DestinationRules that act somewhere else than on the hop where connections are closed under way. */
export const limitOnAnotherHop: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'limit-on-another-hop',
    title: 'Idle limit that acts on another hop',
    description:
      'Compares where the idle settings of a DestinationRule act with the hop that needs one: the pools of callers, the pool of the receiving sidecar toward its application, TCP instead of HTTP, or the listener, which a DestinationRule never reaches.',
    references: [
      {
        title: 'istio/istio pilot/pkg/networking/core/cluster_builder.go, buildInboundCluster',
        url: 'https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/cluster_builder.go',
        version: 'Istio 1.18 to 1.31',
      },
      {
        title: 'Istio DestinationRule: connectionPool',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings',
        version: 'Istio 1.18 to 1.31',
      },
      { title: 'istio/istio issue 40619: the listener keeps its hour', url: 'https://github.com/istio/istio/issues/40619', version: 'Istio 1.14' },
    ],
  },
  needs: { destinationRules, exposedHops, rootNamespace },
  messages: {
    callersOnly: {
      severity: 'info',
      text: 'DestinationRule {rule} sets an idle limit of {limit} for {service}, but the sidecar of {workload} takes no rules from {ruleNamespace}: it acts on connections of callers there, not on {hop}, where connections are kept for {kept}.',
      bearsOn: [],
      withoutEffect: { seeWith: seeInbound },
    },
    subsetOnly: {
      severity: 'warning',
      text: 'DestinationRule {rule} sets an idle limit of {limit} for {service} in a subset only: it acts on pools of callers for that subset, not on {hop}, where connections are kept for {kept}.',
      bearsOn: [],
      withoutEffect: { seeWith: seeInbound },
    },
    selectedClientsOnly: {
      severity: 'info',
      text: 'DestinationRule {rule} sets an idle limit of {limit} for {service} and has a workloadSelector: it acts on the callers it selects, not on {hop}, where connections are kept for {kept}.',
      bearsOn: [],
      withoutEffect: { seeWith: seeInbound },
    },
    absentFromProxy: {
      severity: 'warning',
      text: 'DestinationRule {rule} sets an idle limit of {limit} for {service} and no other rule does, but the proxy on {hop} keeps connections for {kept}.',
      bearsOn: [],
      withoutEffect: { seeWith: seeInbound },
    },
    keepaliveProbes: {
      severity: 'warning',
      text: 'DestinationRule {rule} turns on TCP keepalive for {service}: its probes are no requests, so on {hop} the receiving side still closes after {server} of quiet, and the sending side keeps the connection for {kept}.',
      bearsOn: [],
      withoutEffect: { seeWith: seeInbound },
    },
    tcpLimitOnHttp: {
      severity: 'warning',
      text: 'DestinationRule {rule} sets connectionPool.tcp.idleTimeout {limit} for {service}: it counts for connections that are proxied as TCP (Istio {since} and newer), not for HTTP on {hop}, where connections are kept for {kept}.',
      bearsOn: [],
      withoutEffect: { seeWith: seeInbound },
    },
    beyondListener: {
      severity: 'warning',
      text: 'DestinationRule {rule} sets an idle limit of {limit} for {service}, but it acts on pools only: the listener that receives on {hop} still closes after {server} of quiet.',
      bearsOn: [],
      withoutEffect: { seeWith: seeListener },
    },
  },
  *analyze({ destinationRules: rules, exposedHops: hops, rootNamespace: root }, report) {
    for (const { hop, incident, workload, services, isOwn, endsAtProxy, pool, server } of hops) {
      for (const rule of rules) {
        const service = services.find((candidate) => coversService(rule, candidate));
        if (service === undefined) continue;
        const { http, subset, tcp, probes } = idleSettings(rule);
        const workloadNamespace = workload.namespace ?? 'NAMESPACE';
        const base = { rule: nameOf(rule), service, hop, kept: formatDuration(pool.value) };
        const common = { subject: rule.ref, hop, ...(incident === undefined ? {} : { incident }) };
        const names = { workload: workload.name, workloadNamespace };
        const effect = { meantFor: keepaliveIdleMismatch, instead: pool.from, names };
        const acts = reach(rule, workload.namespace, root);
        if (http !== undefined && isOwn && acts === 'other-namespace') {
          const data = { ...base, limit: http.text, workload: workload.name, ruleNamespace: rule.ref.namespace ?? 'default' };
          yield report('callersOnly', { ...common, data, evidence: [http.evidence], withoutEffect: effect });
        } else if (http !== undefined && isOwn && acts === 'selected-clients') {
          yield report('selectedClientsOnly', { ...common, data: { ...base, limit: http.text }, evidence: [http.evidence], withoutEffect: effect });
        } else if (
          http !== undefined &&
          isOwn &&
          http.value !== pool.value &&
          isOfProxy(pool) &&
          rules.filter((one) => coversService(one, service)).length === 1
        ) {
          yield report('absentFromProxy', { ...common, data: { ...base, limit: http.text }, evidence: [http.evidence], withoutEffect: effect });
        } else if (http === undefined && subset !== undefined && isOwn) {
          yield report('subsetOnly', { ...common, data: { ...base, limit: subset.text }, evidence: [subset.evidence], withoutEffect: effect });
        } else if (http !== undefined && !isOwn && server !== undefined && endsAtProxy && http.value >= server.value) {
          const instead = server.from;
          const data = { rule: base.rule, service, hop, limit: http.text, server: formatDuration(server.value) };
          yield report('beyondListener', { ...common, data, evidence: [http.evidence], withoutEffect: { ...effect, instead } });
        }
        if (http !== undefined || subset !== undefined) continue;
        if (tcp !== undefined)
          yield report('tcpLimitOnHttp', { ...common, data: { ...base, limit: tcp.text, since }, evidence: [tcp.evidence], withoutEffect: effect });
        if (probes !== undefined && server !== undefined) {
          const [first, ...rest] = server.from;
          const instead = [first, ...rest, ...pool.from] as const;
          yield report('keepaliveProbes', {
            ...common,
            data: { ...base, server: formatDuration(server.value) },
            evidence: [probes],
            withoutEffect: { ...effect, instead },
          });
        }
      }
    }
  },
});

/** True for a limit that was read from the proxy itself, not derived from the objects. */
function isOfProxy({ from }: ExposedHop['pool']): boolean {
  return from[0].at.artifact.startsWith('proxy-');
}
