import { accessLogs } from '../../artifacts/logs/index.ts';
import { protocolMismatch } from '../../causes/protocol-mismatch.ts';
import { isHeaderRefusal } from '../../facts/codec-errors.ts';
import { httpsPorts } from '../../facts/https-ports.ts';
import { someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, servicePortOf, servicesOf, targetRef } from '../../facts/incident-target.ts';
import { proxyKey, proxyViews } from '../../facts/proxy-views.ts';
import { services } from '../../facts/services.ts';
import { tlsEnds } from '../../facts/tls-ends.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';
import { plaintextToTls } from './plaintext-to-tls.ts';

/** Looks for answers that the proxy cannot read as the protocol it was told the port speaks. */
export const protocolDisagreement: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'protocol-disagreement',
    title: 'Protocol of the port against what is spoken',
    description:
      "Holds protocol errors of proxies against the protocol that the port's name, its appProtocol or the cluster declares, against requests that went well, and against probes that speak TLS to the same port.",
    references: [
      {
        title: 'Istio protocol selection',
        url: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
        version: 'Istio 1.31',
      },
      {
        title: 'istio/istio pkg/config/kube/conversion.go',
        url: 'https://github.com/istio/istio/blob/master/pkg/config/kube/conversion.go',
        version: 'Istio 1.31',
      },
      {
        title: 'istio/istio pkg/kube/inject/app_probe.go',
        url: 'https://github.com/istio/istio/blob/master/pkg/kube/inject/app_probe.go',
        version: 'Istio 1.31',
      },
    ],
  },
  needs: { traffic },
  wants: { accessLogs, proxyViews, services, httpsPorts, tlsEnds },
  messages: {
    declaredOtherwise: {
      severity: 'critical',
      text: 'All requests through {cluster} fail ({failed}) and their answers cannot be read, while the port is declared as {declared}.',
      bearsOn: [{ cause: protocolMismatch, as: 'proves' }],
    },
    portSpeaksTls: {
      severity: 'critical',
      text: 'The proxy speaks plaintext HTTP through {cluster} to port {port}, which answers probes over HTTPS, and all {failed} requests end without a readable answer on the first use of a connection.',
      bearsOn: [{ cause: protocolMismatch, as: 'proves' }],
    },
    unreadable: {
      severity: 'critical',
      text: 'All requests through {cluster} fail ({failed}) because their answers cannot be read.',
      bearsOn: [{ cause: protocolMismatch, as: 'supports' }],
    },
    http2Unanswered: {
      severity: 'warning',
      text: 'The proxy speaks HTTP/2 through {cluster} and all {failed} requests end without an answer on the first use of a connection.',
      bearsOn: [{ cause: protocolMismatch, as: 'supports' }],
    },
    requestUnreadable: {
      severity: 'warning',
      text: '{failed} requests reach {server} in a form that it cannot read as HTTP.',
      bearsOn: [{ cause: protocolMismatch, as: 'supports' }],
    },
    sameProtocolServes: {
      severity: 'info',
      text: '{ok} requests go well through {cluster} with the same protocol.',
      bearsOn: [{ cause: protocolMismatch, as: 'excludes' }],
    },
    noProtocolError: {
      severity: 'info',
      text: 'None of the {total} failing requests fails on reading the protocol.',
      bearsOn: [{ cause: protocolMismatch, as: 'excludes' }],
    },
  },
  *analyze({ traffic, accessLogs: logs, proxyViews: views, services: known, httpsPorts: httpsPortOf, tlsEnds: endsOf }, report) {
    for (const incident of traffic.incidents) {
      const common = { subject: targetRef(incident), incident: incident.id };
      const suspects = pick(incident, isSuspect);
      if (suspects.length === 0) {
        if (isSeenWhole(incident) && incident.failures.length > 0)
          yield report('noProtocolError', { ...common, data: { total: incident.total }, evidence: someRowsOf(incident, [0], 1) });
        continue;
      }
      for (const [, members] of Map.groupBy(suspects, ({ failure }) => `${failure.pod ?? failure.writer.name} ${failure.cluster ?? failure.hop}`)) {
        const [first] = members;
        if (first === undefined) continue;
        const { failure } = first;
        const details = {
          ...common,
          subject: { ...common.subject, container: `${failure.pod ?? failure.writer.name} ${failure.cluster ?? ''}` },
          hop: failure.hop,
        };
        const name = failure.cluster ?? failure.hop;
        const well = (logs ?? [])
          .filter((log) => log.proxy.pod === undefined || failure.pod === proxyKey(log.proxy.namespace, log.proxy.pod))
          .flatMap((log) => log.groups)
          .filter((group) => group.outcome === 'ok' && group.cluster === failure.cluster && failure.cluster !== undefined)
          // what went well before the first failure may have been another configuration's
          .filter((group) => group.last >= incident.from);
        const ok = well.reduce((sum, group) => sum + group.count, 0);
        if (ok > 0) {
          yield report('sameProtocolServes', {
            ...details,
            data: { cluster: name, ok },
            evidence: evidenceOf(
              members[0]?.failure.evidence[0] ?? failure.evidence[0],
              ...well.slice(0, 1).map((group): Evidence => ({ kind: 'field', at: group.lastAt, value: ok })),
            ),
          });
          continue;
        }
        const cannotRead = members.filter((member) => member.failure.flags.includes('DPE'));
        if (cannotRead.length > 0) {
          yield report('requestUnreadable', {
            ...details,
            data: { failed: cannotRead.length, server: failure.writer.name },
            evidence: someRowsOf(incident, indices(cannotRead)),
            explains: indices(cannotRead),
          });
          continue;
        }
        const tls = plaintextToTls(
          incident,
          members.map((member) => member.failure),
          httpsPortOf,
          endsOf,
        );
        if (tls !== undefined) {
          yield report('portSpeaksTls', {
            ...details,
            data: { cluster: name, port: tls.port, failed: members.length },
            evidence: evidenceOf(tls.from[0], ...tls.from.slice(1), ...someRowsOf(incident, indices(members), 2)),
            explains: indices(members),
          });
          continue;
        }
        const broken = members.filter((member) => member.failure.family === 'protocol');
        const cluster =
          failure.pod === undefined ? undefined : views?.get(failure.pod)?.config?.clusters.find((candidate) => candidate.name === failure.cluster);
        if (broken.length > 0) {
          const declared =
            declaredBy(incident, failure, known ?? []) ??
            (cluster?.http === 'http2' ? { text: 'HTTP/2', evidence: { kind: 'field', at: cluster.at, value: 'http2' } as const } : undefined);
          const explains = indices(members);
          if (declared !== undefined && broken.length >= 2)
            yield report('declaredOtherwise', {
              ...details,
              data: { cluster: name, failed: members.length, declared: declared.text },
              evidence: evidenceOf(declared.evidence, ...someRowsOf(incident, indices(broken), 2)),
              explains,
            });
          else
            yield report('unreadable', {
              ...details,
              data: { cluster: name, failed: members.length },
              evidence: someRowsOf(incident, indices(broken)),
              explains,
            });
        } else if (cluster?.http === 'http2' && members.length >= 2) {
          yield report('http2Unanswered', {
            ...details,
            data: { cluster: name, failed: members.length },
            evidence: evidenceOf({ kind: 'field', at: cluster.at, value: 'http2' }, ...someRowsOf(incident, indices(members), 2)),
            explains: indices(members),
          });
        }
      }
    }
  },
});

interface Member {
  readonly failure: Failure;
  readonly index: number;
}

function pick(incident: ObservedIncident, test: (failure: Failure) => boolean): readonly Member[] {
  return incident.failures.flatMap((failure, index) => (test(failure) ? [{ failure, index }] : []));
}

const indices = (members: readonly Member[]): readonly number[] => members.map(({ index }) => index);

/** Unreadable answers (headers beyond a limit were read well enough), and connections closed on their first request: what a server does with bytes it takes for garbage. */
function isSuspect(failure: Failure): boolean {
  return (failure.family === 'protocol' && !isHeaderRefusal(failure)) || (failure.family === 'reset' && (failure.ordinal ?? 1) === 1);
}

/** What the Service says of the port: its appProtocol, else the part of its name before the first dash (Istio 1.31, conversion.go). */
function declaredBy(
  incident: ObservedIncident,
  failure: Failure,
  all: Parameters<typeof servicesOf>[1],
): { readonly text: string; readonly evidence: Evidence } | undefined {
  const number = servicePortOf(failure);
  for (const service of servicesOf(incident, all)) {
    const port = service.ports.find((candidate) => candidate.port === number) ?? (service.ports.length === 1 ? service.ports[0] : undefined);
    const text = port?.appProtocol ?? port?.name;
    if (port === undefined || text === undefined) continue;
    const { at } = service.object;
    return {
      text,
      evidence: {
        kind: 'field',
        at: { ...at, path: `${at.path === undefined ? '' : `${at.path}.`}${port.path}.${port.appProtocol === undefined ? 'name' : 'appProtocol'}` },
        value: text,
      },
    };
  }
  return undefined;
}
