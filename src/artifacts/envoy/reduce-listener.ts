import { type Cursor, durationOf, field, found, items, numberOf, placeOf, textOf } from './cursor.ts';
import { optional } from './optional.ts';
import type { Resource } from './resources.ts';
import type { ProxyFilterChain, ProxyListener } from './types.ts';

/** A listener of a dump, reduced to its filter chains; undefined when it has neither name nor address. */
export function reduceListener({ cursor: listener, lastUpdated }: Resource): ProxyListener | undefined {
  const address = field(listener, 'address', 'socket_address');
  const ip = textOf(field(address, 'address'));
  const port = numberOf(field(address, 'port_value'));
  const name = textOf(field(listener, 'name')) ?? (ip === undefined ? undefined : `${ip}_${port ?? 0}`);
  if (name === undefined) return undefined;
  const last = field(listener, 'default_filter_chain');
  const chains = [...items(field(listener, 'filter_chains')), ...(last === undefined ? [] : [last])];
  return {
    name,
    at: placeOf(listener),
    ...optional('address', ip),
    ...optional('port', port),
    ...optional('direction', direction(textOf(field(listener, 'traffic_direction')))),
    chains: chains.map(reduceChain),
    ...optional('lastUpdated', lastUpdated),
  };
}

function direction(text: string | undefined): ProxyListener['direction'] {
  if (text === 'INBOUND') return 'inbound';
  return text === 'OUTBOUND' ? 'outbound' : undefined;
}

function reduceChain(chain: Cursor): ProxyFilterChain {
  const conditions = field(chain, 'filter_chain_match');
  const filters = items(field(chain, 'filters'));
  const manager = filters.find((filter) => isFilter(filter, 'HttpConnectionManager', 'http_connection_manager'));
  const tcp = filters.find((filter) => isFilter(filter, 'TcpProxy', 'tcp_proxy'));
  const config = field(manager ?? tcp, 'typed_config');
  const options = manager === undefined ? config : field(config, 'common_http_protocol_options');
  return {
    at: placeOf(chain),
    ...optional('name', textOf(field(chain, 'name'))),
    ...optional('destinationPort', numberOf(field(conditions, 'destination_port'))),
    ...optional('transportProtocol', textOf(field(conditions, 'transport_protocol'))),
    applicationProtocols: items(field(conditions, 'application_protocols')).flatMap((protocol) => textOf(protocol) ?? []),
    tls: downstreamTls(field(chain, 'transport_socket')),
    kind: manager !== undefined ? 'http' : tcp === undefined ? 'other' : 'tcp',
    ...optional('accessLog', accessLogOf(items(field(config, 'access_log')))),
    ...optional('idleTimeoutMs', found(field(options, 'idle_timeout'), durationOf)),
    ...optional(
      'maxConnectionDurationMs',
      found(field(options, manager === undefined ? 'max_downstream_connection_duration' : 'max_connection_duration'), durationOf),
    ),
    ...optional(
      'routeConfig',
      manager === undefined ? undefined : (textOf(field(config, 'rds', 'route_config_name')) ?? textOf(field(config, 'route_config', 'name'))),
    ),
    ...optional('cluster', tcp === undefined ? undefined : textOf(field(config, 'cluster'))),
  };
}

function accessLogOf(loggers: readonly Cursor[]): ProxyFilterChain['accessLog'] {
  if (loggers.length === 0) return undefined;
  const isFile = (logger: Cursor): boolean =>
    /FileAccessLog$|StdoutAccessLog$|access_loggers\.file$|file_access_log$/.test(
      textOf(field(logger, 'typed_config', '@type')) ?? textOf(field(logger, 'name')) ?? '',
    );
  return loggers.some(isFile) ? 'file' : 'elsewhere';
}

function isFilter(filter: Cursor, type: string, name: string): boolean {
  const typed = textOf(field(filter, 'typed_config', '@type'));
  return typed === undefined ? (textOf(field(filter, 'name')) ?? '').endsWith(name) : typed.endsWith(type);
}

function downstreamTls(socket: Cursor | undefined): ProxyFilterChain['tls'] {
  const config = field(socket, 'typed_config');
  if (!(textOf(field(config, '@type')) ?? textOf(field(socket, 'name')) ?? '').match(/DownstreamTlsContext|transport_sockets\.tls$/)) return 'none';
  return field(config, 'require_client_certificate')?.value === true ? 'mtls' : 'tls';
}
