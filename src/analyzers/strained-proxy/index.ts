import { usage as usageRows } from '../../artifacts/host/index.ts';
import { metricSeries as metricSeriesOf, metricsPages as metricsPagesOf } from '../../artifacts/metrics/index.ts';
import { proxyOverloaded } from '../../causes/proxy-overloaded.ts';
import { throttlingOf, usesOf } from '../../facts/cpu-use.ts';
import { indicesWhere, rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { targetPods } from '../../facts/target-evidence.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { isNonEmpty } from '../../model/evidence.ts';
import type { Failure } from '../../model/failure.ts';
import { refusalCounters } from './refusal-counters.ts';

/** A full container works on in its next 100 ms period: below two of them nothing was starved. */
const slowMs = 200;

/** Observes proxies that turn requests or connections away for want of their own CPU, memory, ports or connections. */
export const strainedProxy: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'strained-proxy',
    title: 'Proxies at their own limits',
    description: 'Reads what the overload manager says in rows and counters, local ports that ran out, and the CPU of the istio-proxy containers of the path.',
    references: [
      {
        title: 'Envoy overload manager',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/operations/overload_manager/overload_manager',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      {
        title: 'Envoy listener statistics',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/listeners/stats',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      { title: 'istio/istio issue 44008', url: 'https://github.com/istio/istio/issues/44008', version: 'read 2026-08' },
    ],
  },
  needs: { traffic },
  wants: { proxyViews, usage: usageRows, metricsPages: metricsPagesOf, metricSeries: metricSeriesOf, pods: podsFact },
  messages: {
    // the flag and the details are written by nothing but the overload manager
    shedsLoad: {
      severity: 'critical',
      text: 'The overload manager of {proxy} ended {failed} requests for {target}.',
      bearsOn: [{ cause: proxyOverloaded, as: 'proves' }],
    },
    shedsLoadCounted: {
      severity: 'critical',
      text: 'The overload manager of {proxy} ended {failed} requests for {target}, and {pod} counted {counter} = {value}.',
      bearsOn: [{ cause: proxyOverloaded, as: 'proves' }],
    },
    outOfLocalPorts: {
      severity: 'critical',
      text: '{proxy} found no free local port for {failed} connections to its application.',
      bearsOn: [{ cause: proxyOverloaded, as: 'proves' }],
    },
    refusesConnections: {
      severity: 'warning',
      text: '{pod} counted {counter} = {value}, and {failed} new connections to it for {target} ended before an answer.',
      bearsOn: [{ cause: proxyOverloaded, as: 'supports' }],
    },
    proxyAtCpuLimit: {
      severity: 'warning',
      text: 'The proxy of {pod} uses {used}m of its limit of {limit}m CPU, and {count} of {failures} failures ran into a time limit.',
      bearsOn: [{ cause: proxyOverloaded, as: 'supports' }],
    },
    proxyThrottled: {
      severity: 'warning',
      text: 'The proxy of {pod} was throttled in {percent} % of its CPU periods, and {count} of {failures} failures ran into a time limit.',
      bearsOn: [{ cause: proxyOverloaded, as: 'supports' }],
    },
    proxyHasRoom: {
      severity: 'info',
      text: 'No proxy of {target} uses more than {percent} % of its CPU limit.',
      bearsOn: [{ cause: proxyOverloaded, as: 'opposes' }],
    },
  },
  *analyze({ traffic, proxyViews: views, usage = [], metricsPages = [], metricSeries = [], pods = [] }, report) {
    for (const incident of traffic.incidents) {
      const { target } = incident;
      const common = { subject: targetRef(incident), incident: incident.id };
      const shed = indicesWhere(incident, isShed);
      for (const [pod, members] of Map.groupBy(shed, (index) => incident.failures[index]?.pod ?? '')) {
        const [first] = members.flatMap((index) => incident.failures[index] ?? []);
        if (first === undefined) continue;
        const [counter] = refusalCounters(pod, views?.get(pod));
        const data = { proxy: first.writer.name, failed: members.length, target };
        const about = { ...common, subject: { kind: 'Pod', name: pod }, hop: first.hop, explains: members };
        const rows = someRowsOf(incident, members);
        if (counter === undefined) yield report('shedsLoad', { ...about, data, evidence: rows });
        else
          yield report('shedsLoadCounted', {
            ...about,
            data: { ...data, pod, counter: counter.name, value: counter.value },
            evidence: evidenceOf(counter.evidence, ...rows),
          });
      }
      const portless = indicesWhere(incident, isPortless);
      const [unbound] = portless.flatMap((index) => incident.failures[index] ?? []);
      if (unbound !== undefined) {
        yield report('outOfLocalPorts', {
          ...common,
          data: { proxy: unbound.writer.name, failed: portless.length },
          evidence: someRowsOf(incident, portless),
          explains: portless,
        });
      }
      for (const [pod, turned] of Map.groupBy(indicesWhere(incident, isTurnedAway), (index) => incident.failures[index]?.serverPod ?? '')) {
        const [counter] = refusalCounters(pod, views?.get(pod));
        // each one that was turned away was counted
        if (counter === undefined || counter.value < turned.length) continue;
        yield report('refusesConnections', {
          ...common,
          subject: { kind: 'Pod', name: pod },
          data: { pod, counter: counter.name, value: counter.value, failed: turned.length, target },
          evidence: evidenceOf(counter.evidence, ...someRowsOf(incident, turned, 2)),
          explains: turned,
        });
      }
      const slow = indicesWhere(
        incident,
        ({ family, durationMs }) => (family === 'timeout' || family === 'gave-up') && (durationMs === undefined || durationMs >= slowMs),
      );
      const writers = new Set(incident.failures.map(({ pod }) => pod));
      const own = [...new Set([...targetPods(incident, pods), ...pods.filter(({ key }) => writers.has(key))])];
      const uses = usesOf(own, usage);
      const proxies = uses.filter(({ isProxy }) => isProxy);
      const count = slow.length;
      const failures = incident.failures.length;
      if (count > 0) {
        for (const { pod, used, limit, share, evidence } of proxies) {
          // an application at its own limit is slow by itself
          if (share < full || uses.some((other) => !other.isProxy && other.share >= full)) continue;
          yield report('proxyAtCpuLimit', {
            ...common,
            subject: { kind: 'Pod', namespace: pod.namespace, name: pod.name, container: 'istio-proxy' },
            data: { pod: pod.name, used, limit, count, failures },
            evidence: evidenceOf(evidence[0], ...evidence.slice(1), ...rowsOf(incident, slow)),
            explains: slow,
          });
        }
        const throttled = throttlingOf(own, metricsPages, metricSeries, incident);
        for (const { pod, percent, evidence, isProxy } of throttled) {
          if (!isProxy || throttled.some((other) => !other.isProxy)) continue;
          yield report('proxyThrottled', {
            ...common,
            subject: { kind: 'Pod', namespace: pod.namespace, name: pod.name, container: 'istio-proxy' },
            data: { pod: pod.name, percent, count, failures },
            evidence: evidenceOf(evidence, ...rowsOf(incident, slow)),
            explains: slow,
          });
        }
      }
      const shown = proxies.map(({ evidence }) => evidence[0]).slice(0, 4);
      if (shed.length + portless.length === 0 && isNonEmpty(shown) && proxies.every(({ share }) => share < 0.5)) {
        yield report('proxyHasRoom', {
          ...common,
          data: { target, percent: Math.ceil(Math.max(...proxies.map(({ share }) => share)) * 100) },
          evidence: shown,
        });
      }
    }
  },
});

const full = 0.95;

/** `OM`, or the details of a load shed point, which sets no flag (seen with Envoy 1.40.0). */
function isShed({ flags, details }: Failure): boolean {
  return flags.includes('OM') || details === 'overload' || details?.startsWith('overload_error') === true;
}

/** A sidecar binds to 127.0.0.6 towards its application: some 28 thousand ports for each of its ports. Linux EADDRNOTAVAIL is 99. */
function isPortless({ family, direction, details, transportFailure }: Failure): boolean {
  if (family !== 'connect' || direction !== 'inbound') return false;
  return /cannot assign requested address|failed to bind|connect error: 99\b/i.test(`${transportFailure ?? ''} ${details ?? ''}`.replaceAll('_', ' '));
}

/** New connections that did not come about, or ended on their first use. */
function isTurnedAway({ family, direction, ordinal, serverPod }: Failure): boolean {
  return direction !== 'inbound' && serverPod !== undefined && (family === 'connect' || (family === 'reset' && ordinal === 1));
}
