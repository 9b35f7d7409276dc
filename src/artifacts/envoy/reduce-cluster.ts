import { type Cursor, durationOf, either, field, found, items, numberOf, placeOf, textOf } from './cursor.ts';
import { parseClusterName } from './cluster-name.ts';
import { shapedBy } from './istio-metadata.ts';
import { optional } from './optional.ts';
import type { Resource } from './resources.ts';
import type { ProxyCluster } from './types.ts';
import { upstreamTls } from './upstream-tls.ts';

/** Istio writes "no limit" as the largest 32-bit number. */
const unlimited = 4_294_967_295;

const optionsKey = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';

/** A cluster of a dump, reduced to what decides; undefined when it has no name. */
export function reduceCluster({ cursor: cluster, lastUpdated, warming }: Resource): ProxyCluster | undefined {
  const name = textOf(field(cluster, 'name'));
  if (name === undefined) return undefined;
  const options = field(cluster, 'typed_extension_protocol_options', optionsKey);
  // Until Envoy 1.17 the options stood on the cluster itself; it still accepts them there.
  const common = (key: string): Cursor | undefined =>
    either(field(options, 'common_http_protocol_options', key), field(cluster, 'common_http_protocol_options', key));
  const type = textOf(field(cluster, 'type')) ?? textOf(field(cluster, 'cluster_type', 'name'));
  const destinationRule = shapedBy(cluster, 'destination-rule');
  return {
    name,
    at: placeOf(cluster),
    ...(type === undefined ? {} : { type }),
    ...parseClusterName(name),
    ...optional('idleTimeoutMs', found(common('idle_timeout'), durationOf)),
    ...optional('maxRequestsPerConnection', found(either(common('max_requests_per_connection'), field(cluster, 'max_requests_per_connection')), numberOf)),
    ...optional('maxConnectionDurationMs', found(common('max_connection_duration'), durationOf)),
    ...optional('connectTimeoutMs', found(field(cluster, 'connect_timeout'), durationOf)),
    ...optional(
      'tcpKeepalive',
      found(field(cluster, 'upstream_connection_options', 'tcp_keepalive'), () => true),
    ),
    circuitBreakers: circuitBreakers(cluster),
    ...optional('outlierDetection', found(field(cluster, 'outlier_detection'), outlierDetection)),
    ...upstreamTls(cluster),
    http: protocol(cluster, options),
    ...(destinationRule === undefined ? {} : { destinationRule }),
    ...(lastUpdated === undefined ? {} : { lastUpdated }),
    ...(warming === true ? { warming } : {}),
  };
}

/** The limits of the default priority; Istio sends no other. */
function circuitBreakers(cluster: Cursor): ProxyCluster['circuitBreakers'] {
  const thresholds = items(field(cluster, 'circuit_breakers', 'thresholds')).find((item) => (textOf(field(item, 'priority')) ?? 'DEFAULT') === 'DEFAULT');
  const limit = (key: string) => found(field(thresholds, key), (cursor) => (numberOf(cursor) === unlimited ? undefined : numberOf(cursor)));
  return {
    ...optional('maxConnections', limit('max_connections')),
    ...optional('maxPendingRequests', limit('max_pending_requests')),
    ...optional('maxRequests', limit('max_requests')),
    ...optional('maxRetries', limit('max_retries')),
  };
}

type Outlier = NonNullable<ProxyCluster['outlierDetection']>['value'];

function outlierDetection(cursor: Cursor): Outlier {
  return {
    ...optional('consecutive5xx', numberOf(either(field(cursor, 'consecutive_5xx'), field(cursor, 'consecutive5xx')))),
    ...optional('consecutiveGatewayFailure', numberOf(field(cursor, 'consecutive_gateway_failure'))),
    ...optional('baseEjectionMs', durationOf(field(cursor, 'base_ejection_time'))),
    ...optional('maxEjectionPercent', numberOf(field(cursor, 'max_ejection_percent'))),
    ...optional('intervalMs', durationOf(field(cursor, 'interval'))),
  };
}

/** `unknown`: nothing is said. Envoy then speaks HTTP/1.1 where a route leads to the cluster, and bytes where a TCP proxy does. */
function protocol(cluster: Cursor, options: Cursor | undefined): ProxyCluster['http'] {
  if (field(options, 'explicit_http_config', 'http2_protocol_options') !== undefined) return 'http2';
  if (field(options, 'explicit_http_config', 'http_protocol_options') !== undefined) return 'http1';
  if (field(options, 'use_downstream_protocol_config') !== undefined) return 'downstream';
  if (field(options, 'auto_config') !== undefined) return 'auto';
  if (textOf(field(cluster, 'protocol_selection')) === 'USE_DOWNSTREAM_PROTOCOL') return 'downstream';
  return field(cluster, 'http2_protocol_options') === undefined ? 'unknown' : 'http2';
}
