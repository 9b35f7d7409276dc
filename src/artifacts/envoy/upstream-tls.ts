import { asObject } from '../../formats/json.ts';
import { type Cursor, field, items, placeOf, textOf } from './cursor.ts';
import type { ProxyCluster } from './types.ts';

type Kind = ProxyCluster['tls']['value'];

/**
 * How a cluster talks to its endpoints. Istio's automatic mTLS leaves the choice to each endpoint (`transport_socket_matches`
 * with and without TLS): `auto`. A cluster without any socket sends plaintext.
 */
export function upstreamTls(cluster: Cursor): { readonly tls: ProxyCluster['tls']; readonly sni?: string } {
  const socket = field(cluster, 'transport_socket');
  const matches = field(cluster, 'transport_socket_matches');
  const matched = items(matches).flatMap((match) => field(match, 'transport_socket') ?? []);
  if (matches !== undefined && matched.length > 0) {
    const kinds = [...new Set(matched.map(socketKind))];
    const [only] = kinds;
    return { tls: { value: kinds.length === 1 && only !== undefined ? only : 'auto', at: placeOf(matches) }, ...sniOf(matched) };
  }
  if (socket === undefined) return { tls: { value: 'plaintext', at: placeOf(cluster) } };
  return { tls: { value: socketKind(socket), at: placeOf(socket) }, ...sniOf([socket]) };
}

function socketKind(socket: Cursor): Kind {
  const context = tlsContext(socket);
  if (context === undefined) return 'plaintext';
  return isIstioMutual(context) ? 'mtls' : 'tls';
}

/** The TLS settings of a socket; a wrapper (PROXY protocol, tap) has its socket inside. Undefined = plaintext. */
function tlsContext(socket: Cursor, depth = 0): Cursor | undefined {
  const config = field(socket, 'typed_config');
  const type = textOf(field(config, '@type')) ?? textOf(field(socket, 'name')) ?? '';
  if (/UpstreamTlsContext|DownstreamTlsContext|transport_sockets\.tls$/.test(type)) return config ?? socket;
  const wrapped = depth < 4 ? field(config, 'transport_socket') : undefined;
  return wrapped === undefined ? undefined : tlsContext(wrapped, depth + 1);
}

/** Istio's own certificates: ALPN `istio`, or the workload certificate named `default` over SDS. */
function isIstioMutual(context: Cursor): boolean {
  const common = field(context, 'common_tls_context');
  const alpn = items(field(common, 'alpn_protocols')).some((protocol) => textOf(protocol)?.startsWith('istio') === true);
  const certificates = items(field(common, 'tls_certificate_sds_secret_configs'));
  return alpn || certificates.some((secret) => textOf(field(secret, 'name')) === 'default' && asObject(field(secret, 'sds_config')?.value) !== undefined);
}

function sniOf(sockets: readonly Cursor[]): { readonly sni?: string } {
  const sni = sockets.map((socket) => textOf(field(tlsContext(socket), 'sni'))).find((name) => name !== undefined && name !== '');
  return sni === undefined ? {} : { sni };
}
