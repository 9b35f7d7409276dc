import type { HttpsPort } from '../../facts/https-ports.ts';
import type { TlsEnds } from '../../facts/tls-ends.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';

/**
 * The port to which a proxy sent all of these requests in plaintext HTTP while it answers HTTPS, with what tells of both. `failures` are
 * the unreadable answers and resets on first use of one cluster; undefined for fewer than two, and when anything shows that HTTP is read.
 */
export function plaintextToTls(
  incident: ObservedIncident,
  failures: readonly Failure[],
  httpsPortOf: ((failure: Failure) => HttpsPort | undefined) | undefined,
  endsOf: ((failure: Failure) => TlsEnds) | undefined,
): HttpsPort | undefined {
  const [first] = failures;
  if (first === undefined || failures.length < 2 || isContradicted(incident, first)) return undefined;
  const found = failures.map((failure) => {
    const https = httpsPortOf?.(failure);
    // rows without a code are of TCP, where the proxy passes on what the caller speaks
    return https === undefined || failure.code === 0 ? undefined : reachedInPlaintext(https, failure, endsOf?.(failure) ?? {});
  });
  return found.every((one) => one !== undefined) ? found[0] : undefined;
}

/** Some other request through the same cluster was answered or waited for, or a connection had served before: the application reads HTTP. */
function isContradicted(incident: ObservedIncident, { pod, writer, cluster }: Failure): boolean {
  return incident.failures.some(
    (other) =>
      (other.pod ?? other.writer.name) === (pod ?? writer.name) &&
      other.cluster === cluster &&
      (other.family === 'answered' || other.family === 'timeout' || (other.family === 'reset' && (other.ordinal ?? 1) > 1)),
  );
}

function reachedInPlaintext(https: HttpsPort, { direction }: Failure, { client, server }: TlsEnds): HttpsPort | undefined {
  // no TLS setting reaches the cluster towards the proxy's own application (cluster_builder.go buildInboundCluster, Istio 1.31)
  if (direction === 'inbound' && client === undefined) return https;
  if (client === undefined || client.mode === 'tls' || client.mode === 'mtls') return undefined;
  // elsewhere a sidecar may stand before the application, and `auto` is plaintext only where none does
  if (direction === 'inbound' ? client.mode !== 'plaintext' : server?.basis !== 'no-proxy') return undefined;
  return withEvidence(https, client.from);
}

function withEvidence({ port, from: [first, ...rest] }: HttpsPort, more: readonly Evidence[]): HttpsPort {
  return { port, from: [first, ...rest, ...more] };
}
