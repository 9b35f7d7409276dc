import { tlsOriginationMismatch } from '../../causes/tls-origination-mismatch.ts';
import { someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { tlsEnds } from '../../facts/tls-ends.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Failure } from '../../model/failure.ts';

/** Looks for TLS that a proxy begins towards a port that speaks plaintext, and for plaintext towards a port that speaks TLS. */
export const tlsTowardsPlaintext: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'tls-towards-plaintext',
    title: 'TLS origination against the port',
    description:
      'Holds handshakes that are answered in plaintext against what the DestinationRule or cluster asks the proxy to speak (simple TLS, mutual TLS, none).',
    references: [
      {
        title: 'Istio: egress TLS origination',
        url: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/',
        version: 'Istio 1.31',
      },
      {
        title: 'Istio DestinationRule ClientTLSSettings',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
        version: 'Istio 1.31',
      },
    ],
  },
  needs: { traffic, tlsEnds },
  messages: {
    tlsToPlaintext: {
      severity: 'critical',
      text: '{client} is told to begin TLS towards {server}, and {failed} handshakes are answered by something that is not TLS.',
      bearsOn: [{ cause: tlsOriginationMismatch, as: 'proves' }],
    },
    notTls: {
      severity: 'warning',
      text: '{failed} handshakes of {client} with {server} are answered by something that is not TLS.',
      bearsOn: [{ cause: tlsOriginationMismatch, as: 'supports' }],
    },
    plaintextToTlsPort: {
      severity: 'warning',
      text: '{client} sends plaintext to port {port} of {server}, and {failed} connections end without an answer on their first use.',
      bearsOn: [{ cause: tlsOriginationMismatch, as: 'supports' }],
    },
    noTlsOfItsOwn: {
      severity: 'info',
      text: '{client} begins no TLS of its own towards {server} ({mode}), so its settings for that are not the reason.',
      bearsOn: [{ cause: tlsOriginationMismatch, as: 'excludes' }],
    },
    handshakeNotReached: {
      severity: 'info',
      text: 'None of the {total} failing requests fails while a connection is opened.',
      bearsOn: [{ cause: tlsOriginationMismatch, as: 'excludes' }],
    },
  },
  *analyze({ traffic, tlsEnds: endsOf }, report) {
    for (const incident of traffic.incidents) {
      const common = { subject: targetRef(incident), incident: incident.id };
      const opening = incident.failures.flatMap((failure, index) => (isOpening(failure) ? [{ failure, index }] : []));
      if (opening.length === 0) {
        if (isSeenWhole(incident) && incident.failures.length > 0)
          yield report('handshakeNotReached', { ...common, data: { total: incident.total }, evidence: someRowsOf(incident, [0], 1) });
        continue;
      }
      for (const [, members] of Map.groupBy(opening, ({ failure }) => `${failure.hop} ${failure.cluster ?? ''}`)) {
        const [first] = members;
        if (first === undefined) continue;
        const { client } = endsOf(first.failure);
        const answered = members.filter(({ failure }) => notTls.test(`${failure.transportFailure ?? ''} ${failure.details ?? ''}`)).map(({ index }) => index);
        const names = { client: first.failure.writer.name, server: first.failure.server.name };
        const details = { ...common, subject: { ...common.subject, container: `${first.failure.cluster ?? ''}` }, hop: first.failure.hop };
        const port = Number(first.failure.cluster?.split('|')[1]);
        if (answered.length > 0) {
          if (client?.mode === 'tls')
            yield report('tlsToPlaintext', {
              ...details,
              data: { ...names, failed: answered.length },
              evidence: evidenceOf(client.from[0], ...someRowsOf(incident, answered, 2)),
              explains: answered,
            });
          // mutual TLS of the mesh is another analyzer's matter
          else if (client === undefined || (client.mode === 'auto' && first.failure.server.role === 'external'))
            yield report('notTls', { ...details, data: { ...names, failed: answered.length }, evidence: someRowsOf(incident, answered), explains: answered });
        } else if (client?.mode === 'plaintext' && tlsPorts.has(port) && members.length >= 2 && members.every(({ failure }) => failure.family === 'reset')) {
          const rows = members.map(({ index }) => index);
          yield report('plaintextToTlsPort', {
            ...details,
            data: { ...names, port, failed: rows.length },
            evidence: evidenceOf(client.from[0], ...someRowsOf(incident, rows, 2)),
            explains: rows,
          });
        } else if (client !== undefined && client.mode !== 'tls' && !tlsPorts.has(port)) {
          yield report('noTlsOfItsOwn', { ...details, data: { ...names, mode: client.mode }, evidence: evidenceOf(client.from[0], first.failure.evidence[0]) });
        }
      }
    }
  },
});

/** Ports that speak TLS by custom; a number is only a sign, so it never proves. */
const tlsPorts: ReadonlySet<number> = new Set([443, 8443, 9443, 6443]);
const notTls = /WRONG_VERSION_NUMBER|HTTP_REQUEST/;

/** Failed as the connection was opened, or on its first request. */
function isOpening({ direction, family, ordinal }: Failure): boolean {
  if (direction !== 'outbound' && direction !== 'gateway') return false;
  return family === 'connect' || (family === 'reset' && (ordinal ?? 1) === 1);
}
