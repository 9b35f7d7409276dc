import { asBoolean } from '../../formats/json.ts';
import { type Cursor, field, items, numberOf, placeOf, textOf } from './cursor.ts';
import type { ProxyEndpoint } from './types.ts';

/** The endpoints of a ClusterLoadAssignment (`config_dump?include_eds`). */
export function endpointsOfAssignment(assignment: Cursor): readonly ProxyEndpoint[] {
  const cluster = textOf(field(assignment, 'cluster_name')) ?? '';
  return items(field(assignment, 'endpoints')).flatMap((locality) =>
    items(field(locality, 'lb_endpoints')).map((endpoint) => ({
      cluster,
      address: addressOf(field(endpoint, 'endpoint', 'address')) ?? textOf(field(endpoint, 'endpoint_name')) ?? '',
      health: health(textOf(field(endpoint, 'health_status'))),
      at: placeOf(endpoint),
      failedChecks: [],
      stats: {},
    })),
  );
}

/** The endpoints of one cluster of `/clusters?format=json` or `istioctl proxy-config endpoint -o json`. */
export function endpointsOfStatus(status: Cursor): readonly ProxyEndpoint[] {
  const cluster = (textOf(field(status, 'name')) ?? '').replace(/;$/, '');
  return items(field(status, 'host_statuses')).map((host) => {
    const flags = field(host, 'health_status');
    return {
      cluster,
      address: addressOf(field(host, 'address')) ?? '',
      health: health(textOf(field(flags, 'eds_health_status'))),
      at: placeOf(host),
      failedChecks: failedChecks(flags),
      stats: Object.fromEntries(
        // Zero values are left out of protobuf JSON.
        items(field(host, 'stats')).flatMap((stat) => {
          const name = textOf(field(stat, 'name'));
          return name === undefined ? [] : [[name, numberOf(field(stat, 'value')) ?? 0] as const];
        }),
      ),
    };
  });
}

/** `ip:port`, a socket path, or an internal listener's name (ambient). */
export function addressOf(address: Cursor | undefined): string | undefined {
  const ip = textOf(field(address, 'socket_address', 'address'));
  const port = numberOf(field(address, 'socket_address', 'port_value'));
  if (ip !== undefined) return `${ip.includes(':') ? `[${ip}]` : ip}:${port ?? 0}`;
  const internal = field(address, 'envoy_internal_address');
  return textOf(field(address, 'pipe', 'path')) ?? textOf(field(internal, 'endpoint_id')) ?? textOf(field(internal, 'server_listener_name'));
}

/** Not given, or UNKNOWN, is taken for healthy by Envoy (health_check.proto, HealthStatus, Envoy 1.40). */
function health(text: string | undefined): string {
  return text === undefined || text === 'UNKNOWN' ? 'HEALTHY' : text;
}

const checks = [
  'failed_active_health_check',
  'failed_outlier_check',
  'failed_active_degraded_check',
  'excluded_via_immediate_hc_fail',
  'active_hc_timeout',
  'pending_active_hc',
  'pending_dynamic_removal',
];

function failedChecks(flags: Cursor | undefined): readonly string[] {
  return checks.filter((check) => asBoolean(field(flags, check)?.value) === true);
}
