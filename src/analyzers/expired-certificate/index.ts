import { containerLogs } from '../../artifacts/logs/index.ts';
import type { ContainerLog } from '../../artifacts/logs/types.ts';
import { caTrustMismatch } from '../../causes/ca-trust-mismatch.ts';
import { certificateExpired } from '../../causes/certificate-expired.ts';
import { certificateUnavailable } from '../../causes/certificate-unavailable.ts';
import { clockSkew } from '../../causes/clock-skew.ts';
import { rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { type ProxyIdentityPapers, proxyLeaf } from '../../facts/proxy-leaf.ts';
import { tlsFailureOf, type TlsFailureKind } from '../../facts/tls-failure.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';
import { type EpochMs, instant } from '../../model/time.ts';

/** Holds failed TLS handshakes against the certificates of the two proxies of that hop, at the time of the failures. */
export const expiredCertificate: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'expired-certificate',
    title: 'Certificates of both ends',
    description: 'Reads what failed handshakes say and holds them against the validity and the roots of the certificates that the two proxies of the hop hold.',
    references: [
      {
        title: 'istio/istio security/pkg/nodeagent/cache/secretcache.go',
        url: 'https://github.com/istio/istio/blob/master/security/pkg/nodeagent/cache/secretcache.go',
        version: 'Istio 1.31',
      },
      { title: 'Envoy certificate validation', url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/security/ssl', version: 'Envoy 1.37' },
    ],
  },
  needs: { traffic },
  wants: { proxyLeaf, containerLogs },
  messages: {
    serverCertificateExpired: {
      severity: 'critical',
      text: 'The certificate of {pod} ends at {end}, and {failed} handshakes with it fail after that.',
      bearsOn: [{ cause: certificateExpired, as: 'proves' }],
    },
    clientCertificateExpired: {
      severity: 'critical',
      text: 'The certificate of {pod} ends at {end}, and {failed} connections it opens after that end without an answer on their first use.',
      bearsOn: [{ cause: certificateExpired, as: 'proves' }],
    },
    handshakeSaysExpired: {
      severity: 'critical',
      text: '{failed} handshakes towards {server} fail because a certificate has expired.',
      bearsOn: [{ cause: certificateExpired, as: 'proves' }],
    },
    expiredThoughValid: {
      severity: 'warning',
      text: '{failed} handshakes towards {server} fail because a certificate has expired, while the certificates of both proxies are valid at that time.',
      bearsOn: [
        { cause: clockSkew, as: 'supports' },
        { cause: certificateExpired, as: 'hints' },
      ],
    },
    notYetValid: {
      severity: 'critical',
      text: '{failed} handshakes towards {server} fail because a certificate is not valid yet.',
      bearsOn: [{ cause: clockSkew, as: 'proves' }],
    },
    rootsDiffer: {
      severity: 'critical',
      text: "{failed} handshakes of {client} with {server} fail on the certificate's issuer, and the two proxies trust no root in common.",
      bearsOn: [{ cause: caTrustMismatch, as: 'proves' }],
    },
    issuerUnknown: {
      severity: 'critical',
      text: '{failed} handshakes towards {server} fail because the issuer of a certificate is not trusted.',
      bearsOn: [{ cause: caTrustMismatch, as: 'supports' }],
    },
    certificateRefused: {
      severity: 'warning',
      text: '{failed} handshakes towards {server} fail on the verification of a certificate, without a reason.',
      bearsOn: [
        { cause: certificateExpired, as: 'hints' },
        { cause: caTrustMismatch, as: 'hints' },
      ],
    },
    noCertificate: {
      severity: 'critical',
      text: '{failed} connections towards {server} fail because {client} has no certificate to show.',
      bearsOn: [{ cause: certificateUnavailable, as: 'supports' }],
    },
    noCertificateNoSigning: {
      severity: 'critical',
      text: '{failed} connections towards {server} fail because {client} has no certificate to show, and its agent could not get one signed.',
      bearsOn: [{ cause: certificateUnavailable, as: 'proves' }],
    },
    certificatesValid: {
      severity: 'info',
      text: 'The certificates of {client} and {server} are valid from {begin} to {end}, which covers the failures.',
      bearsOn: [
        { cause: certificateExpired, as: 'excludes' },
        { cause: clockSkew, as: 'opposes' },
        { cause: certificateUnavailable, as: 'excludes' },
      ],
    },
    rootsAgree: {
      severity: 'info',
      text: 'The proxies {client} and {server} trust the same root.',
      bearsOn: [{ cause: caTrustMismatch, as: 'excludes' }],
    },
    noHandshakeFailed: {
      severity: 'info',
      text: 'None of the {total} failing requests fails in a TLS handshake.',
      bearsOn: [
        { cause: certificateExpired, as: 'excludes' },
        { cause: caTrustMismatch, as: 'excludes' },
        { cause: certificateUnavailable, as: 'excludes' },
        { cause: clockSkew, as: 'excludes' },
      ],
    },
  },
  *analyze({ traffic, proxyLeaf: papers, containerLogs: logs }, report) {
    for (const incident of traffic.incidents) {
      const common = { subject: targetRef(incident), incident: incident.id };
      const kinds = incident.failures.map((failure) => tlsFailureOf(failure));
      if (kinds.every((kind) => kind === undefined || kind === 'tcp')) {
        if (isSeenWhole(incident) && incident.failures.length > 0)
          yield report('noHandshakeFailed', { ...common, data: { total: incident.total }, evidence: someRowsOf(incident, [0], 1) });
        continue;
      }
      for (const group of groupsOf(incident, kinds)) {
        const { first } = group;
        const of = (...wanted: readonly TlsFailureKind[]): readonly number[] =>
          group.indices.filter((index) => kinds[index] !== undefined && wanted.includes(kinds[index] ?? 'tcp'));
        const client = first.pod === undefined ? undefined : papers?.get(first.pod);
        const server = first.serverPod === undefined ? undefined : papers?.get(first.serverPod);
        const names = { client: first.writer.name, server: first.server.name };
        const subject = { ...common.subject, ...(first.serverPod === undefined ? {} : { container: first.serverPod }) };
        const details = { ...common, subject, hop: first.hop };
        const late = (paper: ProxyIdentityPapers | undefined, among: readonly number[]): readonly number[] =>
          among.filter((index) => isPast(paper, incident.failures[index]?.time));
        const expired = of('expired');
        const serverLate = late(server, of('expired', 'verify'));
        const clientLate = late(client, of('unsaid', 'expired'));
        if (serverLate.length > 0 && server?.leaf !== undefined) {
          yield report('serverCertificateExpired', {
            ...details,
            data: { pod: first.serverPod ?? names.server, end: instant(server.leaf.notAfter ?? 0), failed: serverLate.length },
            evidence: evidenceOf(leafEvidence(server, first.serverPod), ...rowsOf(incident, serverLate, 2), ...signings(logs, first.serverPod)),
            explains: serverLate,
          });
        } else if (clientLate.length > 0 && clientLate.length >= group.indices.length / 2 && client?.leaf !== undefined) {
          yield report('clientCertificateExpired', {
            ...details,
            data: { pod: first.pod ?? names.client, end: instant(client.leaf.notAfter ?? 0), failed: clientLate.length },
            evidence: evidenceOf(leafEvidence(client, first.pod), ...rowsOf(incident, clientLate, 2), ...signings(logs, first.pod)),
            explains: clientLate,
          });
        } else if (expired.length > 0) {
          const isValid = covers(client, incident) && covers(server, incident);
          const proof = [...signings(logs, first.serverPod), ...signings(logs, first.pod)];
          yield report(isValid ? 'expiredThoughValid' : 'handshakeSaysExpired', {
            ...details,
            data: { failed: expired.length, server: names.server },
            evidence: evidenceOf(someRowsOf(incident, expired, 2)[0], ...(isValid ? [leafEvidence(client), leafEvidence(server)] : proof)),
            explains: expired,
          });
        }
        const early = of('not-yet-valid');
        if (early.length > 0)
          yield report('notYetValid', {
            ...details,
            data: { failed: early.length, server: names.server },
            evidence: evidenceOf(
              someRowsOf(incident, early)[0],
              ...[client, server].flatMap((paper) => (paper?.leaf === undefined ? [] : [leafEvidence(paper)])),
            ),
            explains: early,
          });
        const issuer = of('issuer');
        const apart = haveRoots(client, server) && !shareRoot(client, server);
        if (issuer.length > 0 || (apart && of('verify').length > 0)) {
          const rows = issuer.length > 0 ? issuer : of('verify');
          const [row] = someRowsOf(incident, rows);
          if (apart)
            yield report('rootsDiffer', {
              ...details,
              data: { failed: rows.length, ...names },
              evidence: evidenceOf(row, ...rootEvidence(client), ...rootEvidence(server)),
              explains: rows,
            });
          else yield report('issuerUnknown', { ...details, data: { failed: rows.length, server: names.server }, evidence: evidenceOf(row), explains: rows });
        }
        const bare = of('verify');
        if (bare.length > 0 && !apart && serverLate.length === 0)
          yield report('certificateRefused', {
            ...details,
            data: { failed: bare.length, server: names.server },
            evidence: someRowsOf(incident, bare),
            explains: bare,
          });
        const without = of('no-secret');
        if (without.length > 0) {
          const unsigned = signings(logs, first.pod);
          yield report(unsigned.length > 0 ? 'noCertificateNoSigning' : 'noCertificate', {
            ...details,
            data: { failed: without.length, ...names },
            evidence: evidenceOf(someRowsOf(incident, without)[0], ...unsigned),
            explains: without,
          });
        }
        if (
          client?.leaf !== undefined &&
          server?.leaf !== undefined &&
          covers(client, incident) &&
          covers(server, incident) &&
          expired.length + early.length + without.length === 0
        ) {
          const begin = Math.max(client.leaf.notBefore ?? 0, server.leaf.notBefore ?? 0);
          const end = Math.min(client.leaf.notAfter ?? 0, server.leaf.notAfter ?? 0);
          yield report('certificatesValid', {
            ...details,
            data: { ...names, begin: instant(begin), end: instant(end) },
            evidence: [leafEvidence(client), leafEvidence(server)],
          });
        }
        if (issuer.length === 0 && shareRoot(client, server))
          yield report('rootsAgree', { ...details, data: names, evidence: evidenceOf(rootEvidence(client)[0] ?? first.evidence[0], ...rootEvidence(server)) });
      }
    }
  },
});

interface Group {
  readonly first: Failure;
  readonly indices: readonly number[];
}

/** Failures with a handshake, by the two pods that shook hands. */
function groupsOf(incident: ObservedIncident, kinds: readonly (TlsFailureKind | undefined)[]): readonly Group[] {
  const members = incident.failures.flatMap((failure, index) => (kinds[index] === undefined || kinds[index] === 'tcp' ? [] : [{ failure, index }]));
  return [...Map.groupBy(members, ({ failure }) => `${failure.pod ?? failure.writer.name} ${failure.serverPod ?? failure.server.name}`).values()].flatMap(
    (group) => {
      const [first] = group;
      return first === undefined ? [] : [{ first: first.failure, indices: group.map(({ index }) => index) }];
    },
  );
}

function isPast(paper: ProxyIdentityPapers | undefined, time: EpochMs | undefined): boolean {
  return paper?.leaf?.notAfter !== undefined && time !== undefined && time >= paper.leaf.notAfter - 1_000;
}

/** True when the certificate was valid from the first to the last failure. One issued later says nothing about the one before it. */
function covers(paper: ProxyIdentityPapers | undefined, incident: ObservedIncident): boolean {
  const { notBefore, notAfter } = paper?.leaf ?? {};
  return notBefore !== undefined && notAfter !== undefined && notBefore <= incident.from && notAfter > incident.to;
}

function haveRoots(client: ProxyIdentityPapers | undefined, server: ProxyIdentityPapers | undefined): boolean {
  return (client?.roots.length ?? 0) > 0 && (server?.roots.length ?? 0) > 0;
}

function shareRoot(client: ProxyIdentityPapers | undefined, server: ProxyIdentityPapers | undefined): boolean {
  return client?.roots.some((root) => server?.roots.some((other) => other.serial === root.serial)) === true;
}

function leafEvidence(paper: ProxyIdentityPapers | undefined, pod?: string): Evidence {
  const leaf = paper?.leaf;
  if (leaf === undefined) throw new Error('a certificate is cited that is not there');
  const text = `${pod === undefined ? '' : `${pod}: `}${leaf.notBefore === undefined ? '?' : instant(leaf.notBefore)} to ${leaf.notAfter === undefined ? '?' : instant(leaf.notAfter)}`;
  return { kind: 'field', at: leaf.at, value: text };
}

function rootEvidence(paper: ProxyIdentityPapers | undefined): readonly Evidence[] {
  return (paper?.roots ?? []).slice(0, 2).map((root) => ({ kind: 'field', at: root.at, value: `root ${root.serial}` }));
}

/** What the agent of a pod says about certificates it could not get. */
function signings(logs: readonly ContainerLog[] | undefined, pod: string | undefined): readonly Evidence[] {
  const log = (logs ?? []).find(
    ({ identity, counts }) => pod !== undefined && `${identity.namespace ?? ''}/${identity.pod ?? ''}` === pod && (counts['cert-sign-failed'] ?? 0) > 0,
  );
  const signal = log?.signals.find(({ id }) => id === 'cert-sign-failed');
  return signal === undefined ? [] : [{ kind: 'log', at: signal.at, text: signal.text, ...(signal.time === undefined ? {} : { time: instant(signal.time) }) }];
}
