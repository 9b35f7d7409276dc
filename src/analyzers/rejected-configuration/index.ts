import { containerLogs } from '../../artifacts/logs/index.ts';
import type { ContainerLog } from '../../artifacts/logs/types.ts';
import { configRejected } from '../../causes/config-rejected.ts';
import { indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { portOf } from '../../facts/parties.ts';
import { type ProxyView, proxyViews } from '../../facts/proxy-views.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';
import { type EpochMs, instant } from '../../model/time.ts';

/** Looks for configuration that a proxy of the path did not take, and whether it is what the failures need. */
export const rejectedConfiguration: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'rejected-configuration',
    title: 'Configuration that a proxy rejects',
    description:
      "Reads rejections from dumps (error_state) and from the proxies' own logs, and compares the rejected resource with the cluster, host and port of the failures.",
    references: [
      {
        title: 'Envoy xDS protocol: ACK and NACK',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#ack-nack-and-resource-type-instance-version',
        version: 'Envoy 1.37',
      },
      {
        title: 'Envoy admin UpdateFailureState',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/api-v3/admin/v3/config_dump_shared.proto',
        version: 'Envoy 1.37',
      },
    ],
  },
  needs: { traffic },
  wants: { proxyViews, containerLogs },
  messages: {
    rejectsWhatFails: {
      severity: 'critical',
      text: '{proxy} rejects {resource}, which {failed} failing requests need.',
      bearsOn: [{ cause: configRejected, as: 'proves' }],
    },
    rejects: {
      severity: 'warning',
      text: '{proxy} rejects configuration ({resource}), and {failed} requests through it fail for want of a route, cluster or listener.',
      bearsOn: [{ cause: configRejected, as: 'supports' }],
    },
    nothingRejected: {
      severity: 'info',
      text: 'The {proxies} proxies of the failing requests hold no rejected configuration.',
      bearsOn: [{ cause: configRejected, as: 'excludes' }],
    },
  },
  *analyze({ traffic, proxyViews: views, containerLogs: logs }, report) {
    for (const incident of traffic.incidents) {
      const common = { subject: targetRef(incident), incident: incident.id };
      const pods = [...new Set(incident.failures.flatMap(({ pod, serverPod }) => [pod, serverPod].filter((name) => name !== undefined)))].toSorted();
      let found = false;
      for (const pod of pods) {
        const rejections = [...fromDump(views?.get(pod)), ...fromLogs(logs ?? [], pod)];
        if (rejections.length > 0) found = true;
        const hit = rejections.map((rejection) => ({ rejection, explains: neededBy(incident, pod, rejection) })).find(({ explains }) => explains.length > 0);
        const [any] = rejections;
        const subject = { kind: 'Pod', name: pod };
        if (hit !== undefined) {
          yield report('rejectsWhatFails', {
            ...common,
            subject,
            data: { proxy: pod, resource: hit.rejection.resource, failed: hit.explains.length },
            evidence: evidenceOf(hit.rejection.evidence, ...someRowsOf(incident, hit.explains, 2)),
            explains: hit.explains,
          });
          continue;
        }
        const lost = any === undefined ? [] : indicesWhere(incident, (failure) => failure.pod === pod && isWant(failure) && isAfter(failure, any.time));
        if (any !== undefined && lost.length > 0)
          yield report('rejects', {
            ...common,
            subject,
            data: { proxy: pod, resource: any.resource, failed: lost.length },
            evidence: evidenceOf(any.evidence, ...someRowsOf(incident, lost, 2)),
            explains: lost,
          });
      }
      const dumps = pods.flatMap((pod) => views?.get(pod)?.config ?? []);
      const [dump] = dumps;
      if (!found && dump !== undefined && dumps.length === pods.length) {
        yield report('nothingRejected', {
          ...common,
          data: { proxies: dumps.length },
          evidence: evidenceOf(
            { kind: 'absence', at: dump.at, lookedFor: 'error_state' },
            ...dumps.slice(1, 3).map((other): Evidence => ({ kind: 'absence', at: other.at, lookedFor: 'error_state' })),
          ),
        });
      }
    }
  },
});

interface Rejection {
  readonly resource: string;
  readonly text: string;
  readonly time?: EpochMs;
  readonly evidence: Evidence;
}

function fromDump(view: ProxyView | undefined): readonly Rejection[] {
  return (view?.config?.errors ?? []).map(({ resource, details, time, at }) => ({
    resource: resource === '' ? 'an unnamed resource' : resource,
    text: `${resource} ${details}`,
    ...(time === undefined ? {} : { time }),
    evidence: { kind: 'field', at, value: details.slice(0, 500) },
  }));
}

function fromLogs(logs: readonly ContainerLog[], pod: string): readonly Rejection[] {
  return logs
    .filter(({ identity }) => `${identity.namespace ?? ''}/${identity.pod ?? ''}` === pod)
    .flatMap(({ signals }) => signals.filter(({ id }) => id === 'config-rejected'))
    .map(({ text, data, time, at }) => ({
      resource: data['type'] ?? 'configuration',
      text,
      ...(time === undefined ? {} : { time }),
      evidence: { kind: 'log', at, text, ...(time === undefined ? {} : { time: instant(time) }) },
    }));
}

/** Failures on this proxy, after the rejection, that a missing or outdated route, cluster or listener makes. */
const isWant = ({ family }: Failure): boolean => family === 'no-route' || family === 'no-cluster' || family === 'no-host' || family === 'refused-by-listener';
const isAfter = ({ time }: Failure, since: EpochMs | undefined): boolean => since === undefined || time >= since - 2_000;

/** Failures whose cluster or listener is named by the rejection. */
function neededBy(incident: ObservedIncident, pod: string, { text, time }: Rejection): readonly number[] {
  return indicesWhere(incident, (failure) => {
    if (!isAfter(failure, time) || (failure.pod !== pod && failure.serverPod !== pod)) return false;
    if (failure.cluster?.includes('|') === true && text.includes(failure.cluster)) return true;
    const port = portOf(failure.downstreamLocal ?? '');
    return isWant(failure) && port !== undefined && new RegExp(String.raw`(?:^|[\s"'])[\d.]+_${port}\b`).test(text);
  });
}
