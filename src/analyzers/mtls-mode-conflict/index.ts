import { accessLogs } from '../../artifacts/logs/index.ts';
import type { ProxyAccessLog } from '../../artifacts/logs/types.ts';
import { mtlsModeMismatch } from '../../causes/mtls-mode-mismatch.ts';
import { someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { proxyKey } from '../../facts/proxy-views.ts';
import { type TlsEnds, tlsEnds } from '../../facts/tls-ends.ts';
import { tlsConflicts } from '../../facts/tls-conflicts.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';

/** Compares how the sending side speaks (plaintext or mutual TLS) with what the receiving proxy accepts, and with what failed. */
export const mtlsModeConflict: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'mtls-mode-conflict',
    title: 'Mutual TLS modes of both ends',
    description:
      'Compares the TLS mode of the client side (cluster, DestinationRule, no proxy) with the mode of the server side (inbound listener, PeerAuthentication, no proxy) where connections break.',
    references: [
      {
        title: 'istio/istio pilot/pkg/networking/core/filterchain_options.go',
        url: 'https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/filterchain_options.go',
        version: 'Istio 1.31',
      },
      { title: 'Istio PeerAuthentication', url: 'https://istio.io/latest/docs/reference/config/security/peer_authentication/', version: 'Istio 1.31' },
    ],
  },
  needs: { tlsEnds },
  wants: { traffic, accessLogs, tlsConflicts },
  messages: {
    plaintextRefused: {
      severity: 'critical',
      text: '{refused} connections to {server} end without an answer: the sending side ({client}) speaks plaintext and the receiving side accepts mutual TLS only.',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'proves' }],
    },
    listenerRefuses: {
      severity: 'critical',
      text: 'The listener of {server} refuses {refused} connections of {client} for want of a matching filter chain, as it does with plaintext where mutual TLS is required.',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'supports' }],
    },
    strictListenerRefuses: {
      severity: 'critical',
      text: 'The listener of {server} accepts mutual TLS only and refuses {refused} connections of {client} for want of a matching filter chain.',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'proves' }],
    },
    plaintextSentTo: {
      severity: 'warning',
      text: '{client} sends plaintext to {server}, {refused} connections end without an answer on their first use, and what {server} accepts is not known.',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'hints' }],
    },
    mutualTlsToPlaintext: {
      severity: 'critical',
      text: '{refused} connections to {server} fail as {client} begins mutual TLS and the receiving side takes plaintext only.',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'proves' }],
    },
    answeredInPlaintext: {
      severity: 'critical',
      text: '{refused} TLS handshakes of {client} with {server} are answered by something that is not TLS.',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'supports' }],
    },
    settingsConflict: {
      severity: 'critical',
      text: 'Callers are told to send plaintext to {service} ({client}), and its pods accept mutual TLS only ({server}).',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'supports' }],
    },
    bothAgree: {
      severity: 'info',
      text: '{client} and {server} agree on how they speak ({mode}), so the failures are not a conflict of TLS modes.',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'excludes' }],
    },
    othersSucceed: {
      severity: 'info',
      text: '{ok} requests of {client} to {server} go well through the same cluster while others fail.',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'opposes' }],
    },
    noBrokenConnection: {
      severity: 'info',
      text: 'None of the {total} failing requests breaks on a connection between two proxies.',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'excludes' }],
    },
  },
  *analyze({ traffic, tlsEnds: endsOf, accessLogs: logs, tlsConflicts: conflicts }, report) {
    for (const { service, workload, client, server } of conflicts ?? []) {
      const target = `${workload}.${service.namespace}`;
      if (traffic?.served.has(target) === true || traffic?.incidents.some((incident) => incident.target === target) === true) continue;
      yield report('settingsConflict', {
        subject: service.object.ref,
        data: { service: service.key, client: placeName(client.from[0]), server: placeName(server.from[0]) },
        evidence: evidenceOf(client.from[0], server.from[0]),
        predicts: target,
      });
    }
    for (const incident of traffic?.incidents ?? []) {
      const crossing = incident.failures.flatMap((failure, index) => (isCrossing(failure) ? [{ failure, index }] : []));
      const common = { subject: targetRef(incident), incident: incident.id };
      if (crossing.length === 0) {
        if (isSeenWhole(incident) && incident.failures.length > 0)
          yield report('noBrokenConnection', { ...common, data: { total: incident.total }, evidence: someRowsOf(incident, [0], 1) });
        continue;
      }
      for (const [, members] of Map.groupBy(crossing, ({ failure }) => `${failure.hop} ${failure.cluster ?? ''}`)) {
        const [first] = members;
        if (first === undefined) continue;
        const said = judge(incident, members, endsOf(first.failure), logs ?? []);
        if (said === undefined) continue;
        const { client, server } = endsOf(first.failure);
        const modes = said.cites === 'modes' ? [...(client?.from ?? []), ...(server?.from ?? [])] : [];
        const rows = someRowsOf(incident, said.rows, 2);
        // the receiver's own row of the refusal, where its log was collected
        const refusal = said.rows
          .flatMap((index) => incident.failures[index]?.evidence.slice(1) ?? [])
          .find((item) => item.kind === 'log' && item.text.includes('filter_chain_not_found'));
        const data = { refused: said.rows.length, server: first.failure.server.name, client: clientName(first.failure), mode: said.mode, ok: said.ok };
        const details = {
          ...common,
          subject: { ...common.subject, container: first.failure.server.name },
          hop: first.failure.hop,
          evidence: evidenceOf(rows[0], ...rows.slice(1), ...(refusal === undefined ? [] : [refusal]), ...modes),
        };
        const explains = said.rows;
        const { client: sender, server: receiver, refused } = data;
        switch (said.message) {
          case 'plaintextRefused':
          case 'mutualTlsToPlaintext':
          case 'plaintextSentTo':
          case 'answeredInPlaintext':
          case 'listenerRefuses':
          case 'strictListenerRefuses':
            yield report(said.message, { ...details, data: { client: sender, server: receiver, refused }, explains });
            break;
          case 'bothAgree':
            yield report('bothAgree', { ...details, data: { client: sender, server: receiver, mode: said.mode } });
            break;
          case 'othersSucceed':
            yield report('othersSucceed', { ...details, data: { client: sender, server: receiver, ok: said.ok } });
        }
      }
    }
  },
});

interface Member {
  readonly failure: Failure;
  readonly index: number;
}

interface Judgement {
  readonly message:
    | 'plaintextRefused'
    | 'listenerRefuses'
    | 'strictListenerRefuses'
    | 'plaintextSentTo'
    | 'mutualTlsToPlaintext'
    | 'answeredInPlaintext'
    | 'bothAgree'
    | 'othersSucceed';
  readonly rows: readonly number[];
  readonly cites: 'modes' | 'rows';
  readonly mode: string;
  readonly ok: number;
}

/** A connection that broke between two proxies, or between a proxy and a pod without one. */
function isCrossing({ direction, family }: Failure): boolean {
  if (direction === 'listener') return family === 'refused-by-listener';
  return (direction === 'outbound' || direction === 'gateway') && (family === 'reset' || family === 'connect');
}

function judge(incident: ObservedIncident, members: readonly Member[], { client, server }: TlsEnds, logs: readonly ProxyAccessLog[]): Judgement | undefined {
  const indices = (test: (failure: Failure) => boolean): readonly number[] => members.filter(({ failure }) => test(failure)).map(({ index }) => index);
  const all = indices(() => true);
  const refused = indices(isRefused);
  const handshakes = indices(({ transportFailure, details }) => spokeTlsToPlain.test(transportFailure ?? details ?? ''));
  const broken = indices(({ family, transportFailure, details }) => family === 'connect' && !tcpRefused.test(transportFailure ?? details ?? ''));
  const firstUse = indices(({ family, ordinal, durationMs }) => family === 'reset' && (ordinal ?? 1) === 1 && (durationMs ?? 0) <= quickMs);
  const said = (message: Judgement['message'], rows: readonly number[], rest: Partial<Judgement> = {}): Judgement => ({
    message,
    rows,
    cites: 'modes',
    mode: '',
    ok: 0,
    ...rest,
  });
  const speaksPlain = client?.mode === 'plaintext';
  if (speaksPlain && server?.accepts === 'mtls') {
    const rows = [...new Set([...refused, ...firstUse])];
    // an unrelated crash also breaks connections, but not each of them on its first use
    return rows.length >= members.length / 2 ? said('plaintextRefused', rows) : undefined;
  }
  if (client?.mode === 'mtls' && server?.accepts === 'plaintext') {
    const rows = [...new Set([...refused, ...handshakes, ...broken, ...firstUse])];
    return rows.length >= members.length / 2 ? said('mutualTlsToPlaintext', rows) : undefined;
  }
  // the mesh gives its certificate to nobody outside unless it is told to
  const isOutside = members.every(({ failure }) => failure.server.role === 'external') && client?.mode !== 'mtls';
  if (handshakes.length > 0 && isOutside) return undefined;
  if (handshakes.length > 0)
    return client === undefined || client.mode === 'mtls' || client.mode === 'auto' ? said('answeredInPlaintext', handshakes) : undefined;
  if (refused.length > 0) {
    // a listener that takes both refuses neither; then the refusal has another reason, or the settings have changed since
    if (server?.accepts === 'both') return undefined;
    return said(
      server?.accepts === 'mtls' && client?.mode !== 'mtls' ? 'strictListenerRefuses' : 'listenerRefuses',
      refused.length >= members.length / 2 ? [...new Set([...refused, ...firstUse])].toSorted((a, b) => a - b) : refused,
    );
  }
  const ok = succeededMeanwhile(incident, members, logs);
  // that no policy was found is no policy only where all were collected: the mesh's own stands in another namespace
  const isAssumed = speaksPlain && server?.basis === 'objects' && server.from[0].kind === 'absence';
  if (client !== undefined && server !== undefined && !isAssumed && agree(client.mode, server.accepts))
    return said('bothAgree', all.slice(0, 1), {
      mode: client.mode === 'plaintext' ? 'plaintext' : server.accepts === 'plaintext' ? 'plaintext' : 'mutual TLS',
    });
  if (ok > 0) return said('othersSucceed', all.slice(0, 1), { ok, cites: 'rows' });
  if (speaksPlain && server === undefined && firstUse.length === members.length && firstUse.length >= 3) return said('plaintextSentTo', firstUse);
  return undefined;
}

const quickMs = 100;
/** BoringSSL's word when the answer to a ClientHello is not TLS, as Envoy writes it (1.20 to 1.40). */
const spokeTlsToPlain = /WRONG_VERSION_NUMBER|HTTP_REQUEST/;
/** Refused before any handshake. Everything else (reset, closed, timed out) is what a ClientHello meets where nobody speaks TLS. */
const tcpRefused = /Connection[_ ]refused|delayed[_ ]connect[_ ]error:[_ ]?111/i;

/** Refused by the listener itself, or joined to such a row of the receiver's log. */
function isRefused({ family, evidence }: Failure): boolean {
  return family === 'refused-by-listener' || evidence.slice(1).some((item) => item.kind === 'log' && item.text.includes('filter_chain_not_found'));
}

function agree(mode: 'plaintext' | 'mtls' | 'tls' | 'auto', accepts: 'mtls' | 'plaintext' | 'both'): boolean {
  if (mode === 'plaintext') return accepts !== 'mtls';
  if (mode === 'mtls') return accepts !== 'plaintext';
  return mode === 'auto';
}

/** Requests of the same proxy through the same cluster that went well between the first and the last of these failures. */
function succeededMeanwhile(incident: ObservedIncident, members: readonly Member[], logs: readonly ProxyAccessLog[]): number {
  const own = logs.filter(
    (log) => log.proxy.pod !== undefined && members.some(({ failure }) => failure.pod === proxyKey(log.proxy.namespace, log.proxy.pod ?? '')),
  );
  const clusters = new Set(members.flatMap(({ failure }) => failure.cluster ?? []));
  return own
    .flatMap((log) => log.groups)
    .filter(
      (group) =>
        group.outcome === 'ok' && group.cluster !== undefined && clusters.has(group.cluster) && group.last >= incident.from && group.first <= incident.to,
    )
    .reduce((sum, group) => sum + group.count, 0);
}

/** The object a setting stands in, as a person would type it. */
function placeName({ at }: Evidence): string {
  return at.object === undefined ? at.file : `${at.object.kind} ${at.object.namespace ?? ''}/${at.object.name}`;
}

function clientName(failure: Failure): string {
  if (failure.direction !== 'listener') return failure.writer.name;
  return failure.client ?? failure.downstreamRemote ?? 'unknown';
}
