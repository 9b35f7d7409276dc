import { sidecars } from '../../artifacts/kubernetes/kinds.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { nameOf } from '../../facts/field-of.ts';
import { istioVersion } from '../../facts/istio-version.ts';
import { pods } from '../../facts/pods.ts';
import { inboundCluster, proxyViews } from '../../facts/proxy-views.ts';
import { poolIdle } from '../../facts/pool-idle.ts';
import { traffic } from '../../facts/traffic.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { controlSince, envoyDefault, inboundIdleControls } from '../../knowledge/versions/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence } from '../../model/evidence.ts';
import { incidentFor, inboundLimits, selectedPods } from './inbound-limits.ts';

/** Before this Istio minor nobody reads the field. */
const since = controlSince('inbound-pool-idle', 'sidecar-inbound-pool') ?? '';

const seeWith = ['istioctl proxy-config clusters {pod} -n {namespace} --direction inbound -o json | grep -i idleTimeout', 'istioctl version'] as const;

/** Idle limits of a Sidecar resource for the pool toward the application that Istio, in the version that runs, does not read. */
export const unreadInboundPool: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'unread-inbound-pool',
    title: 'Inbound pool of a Sidecar that is not read',
    description:
      'Compares inboundConnectionPool and ingress[].connectionPool of Sidecar resources with the Istio version that runs and with what the selected proxies have.',
    references: [
      { title: 'istio/istio pull request 47313: inboundConnectionPool', url: 'https://github.com/istio/istio/pull/47313', version: 'Istio 1.21' },
      {
        title: 'istio/istio pilot/pkg/networking/core/cluster_builder.go, buildInboundCluster',
        url: 'https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/cluster_builder.go',
        version: 'Istio 1.20 to 1.31',
      },
    ],
  },
  needs: { sidecars },
  wants: { istioVersion, pods, proxyViews, traffic },
  messages: {
    ignoredByVersion: {
      severity: 'warning',
      text: 'Sidecar {sidecar} sets {field} {limit}, which Istio {version} does not read: it acts from {since} on.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    mayBeIgnored: {
      severity: 'info',
      text: 'Sidecar {sidecar} sets {field} {limit}, which acts from Istio {since} on and is not read before; the evidence does not settle which version runs.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    absentFromProxy: {
      severity: 'warning',
      text: 'Sidecar {sidecar} sets {field} {limit}, but the proxy of {pod}, which it selects, keeps connections to its application for {kept}.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
  },
  *analyze({ sidecars, istioVersion: version, pods, proxyViews: views, traffic }, report) {
    for (const sidecar of sidecars) {
      for (const limit of inboundLimits(sidecar).slice(0, 1)) {
        const selected = selectedPods(sidecar, pods);
        const incident = incidentFor(sidecar, traffic?.incidents ?? [], pods);
        const proxied = selected?.flatMap((pod) => {
          const cluster = inboundCluster(views?.get(pod.key), limit.port);
          return cluster === undefined ? [] : [{ pod, kept: poolIdle(cluster) }];
        });
        const differing = proxied?.find(({ kept }) => kept.value !== limit.value);
        // what the proxy has is the last word, in whatever version
        if (proxied !== undefined && proxied.length > 0 && differing === undefined) continue;
        const controls = inboundIdleControls(version?.value).known;
        const isIgnored = version !== undefined && controls !== undefined && !controls.value.includes('sidecar-inbound-pool');
        if (differing === undefined && controls !== undefined && !isIgnored) continue;
        const standard = envoyDefault('upstreamIdleTimeout');
        const byDefault: Evidence = { kind: 'default', at: sidecar.at, value: standard.value, documentedBy: standard.documentedBy };
        const [pod] = selected ?? [];
        const common = {
          subject: sidecar.ref,
          ...(incident === undefined ? {} : { incident }),
          evidence: [limit.evidence, ...(version?.from ?? [])] as const,
          withoutEffect: {
            meantFor: keepaliveIdleMismatch,
            instead: differing?.kept.from ?? ([byDefault] as const),
            names: { pod: (differing?.pod ?? pod)?.name ?? 'POD', namespace: sidecar.ref.namespace ?? 'NAMESPACE' },
          },
        };
        const data = { sidecar: nameOf(sidecar), field: limit.field, limit: limit.text };
        if (isIgnored) yield report('ignoredByVersion', { ...common, data: { ...data, since, version: version.value } });
        else if (differing !== undefined)
          yield report('absentFromProxy', { ...common, data: { ...data, pod: differing.pod.key, kept: formatDuration(differing.kept.value) } });
        else yield report('mayBeIgnored', { ...common, data: { ...data, since } });
      }
    }
  },
});
