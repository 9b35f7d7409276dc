import { seededRandom } from './random.ts';
import { requestId } from './request-id.ts';

/** One request of a client's sidecar. */
export interface MeshRow {
  readonly start: number;
  readonly took: number;
  readonly code: number;
  readonly flags: string;
  readonly details: string;
  readonly transport: string;
  readonly path: string;
  readonly agent: string;
  readonly id: string;
  readonly service: string;
  /** `-` when no host was chosen. */
  readonly host: string;
  /** `-` when no connection was made. */
  readonly local: string;
  readonly virtual: string;
  readonly client: string;
  readonly received: number;
  readonly sent: number;
}

interface Connection {
  readonly local: string;
  free: number;
  used: number;
}

const SERVICES = ['vminsert', 'vmselect', 'vmstorage', 'grafana', 'loki', 'tempo'];
const AGENTS = [
  'vmalert',
  'Go-http-client/1.1',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'curl/8.5.0',
  'Prometheus/2.53.0',
];
const PATHS = [
  '/insert/0/prometheus/api/v1/write',
  '/select/0/prometheus/api/v1/query?query=sum%28rate%28istio_requests_total%7Bresponse_code%3D%22503%22%7D%5B5m%5D%29%29&time=1759276800',
  '/api/v1/query_range?query=up&start=1759276800&end=1759280400&step=15s',
  '/health',
];
const OWN = '10.244.9.17';

/**
 * An endless log of one sidecar with 48 upstream hosts, each with a pool of kept connections, in the order in which Envoy writes it: by the end of
 * the requests. A port is never used twice for one host, so that every engine agrees on which requests share a connection.
 */
export function* meshRows(): Generator<MeshRow> {
  const random = seededRandom(20_261_122);
  const pick = <T>(list: readonly T[], otherwise: T): T => list[Math.trunc(random() * list.length)] ?? otherwise;
  const hosts = Array.from({ length: 48 }, (_, index) => ({
    address: `10.244.${index % 8}.${10 + index}:8480`,
    service: SERVICES[index % SERVICES.length] ?? 'vminsert',
    virtual: `10.96.12.${index + 1}:8480`,
    port: 1_024,
    connections: [] as Connection[],
  }));
  let now = Date.UTC(2026, 9, 1);
  let waiting: MeshRow[] = [];
  for (;;) {
    now += Math.trunc(random() * 4);
    const host = hosts[Math.trunc(random() * random() * hosts.length)] ?? hosts[0];
    if (host === undefined) return;
    const luck = random();
    let connection = host.connections.find(({ free }) => free <= now);
    let took = Math.trunc(1 - Math.log(1 - random()) * 12);
    let result = { code: 200, flags: '-', details: 'via_upstream', transport: '-' };
    if (luck < 0.0004) result = { code: 503, flags: 'UH', details: 'no_healthy_upstream', transport: '-' };
    else if (luck < 0.001)
      result = {
        code: 503,
        flags: 'UF,URX',
        details: 'upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}',
        transport: 'delayed connect error: Connection refused',
      };
    else {
      if (connection === undefined || (connection.used > 0 && random() < 0.01)) {
        host.port += 1;
        connection = { local: `${OWN}:${host.port}`, free: 0, used: 0 };
        host.connections.push(connection);
        if (host.connections.length > 24) host.connections.shift();
      }
      if (luck < 0.004 && connection.used > 0) {
        result = { code: 503, flags: 'UC', details: 'upstream_reset_before_response_started{connection_termination}', transport: '-' };
        took = Math.trunc(random() * 4);
        host.connections.splice(host.connections.indexOf(connection), 1);
      } else if (luck < 0.005) result = { code: 0, flags: 'DC', details: 'downstream_remote_disconnect', transport: '-' };
      else if (luck < 0.012) result = { ...result, code: pick([404, 422, 429], 404) };
      connection.free = now + took;
      connection.used += 1;
    }
    const isUnconnected = result.flags === 'UH' || result.flags === 'UF,URX';
    waiting.push({
      ...result,
      start: now,
      took,
      path: pick(PATHS, '/'),
      agent: pick(AGENTS, '-'),
      id: requestId(random),
      service: host.service,
      host: result.flags === 'UH' ? '-' : host.address,
      local: isUnconnected || connection === undefined ? '-' : connection.local,
      virtual: host.virtual,
      client: `${OWN}:${33_000 + Math.trunc(random() * 20_000)}`,
      received: Math.trunc(random() * 9_000),
      sent: Math.trunc(random() * 5_000),
    });
    if (waiting.length < 256) continue;
    waiting = waiting.toSorted((a, b) => a.start + a.took - b.start - b.took);
    yield* waiting.splice(0, 128);
  }
}

/** A row as Istio 1.31 writes it by default. */
export function textLine(row: MeshRow): string {
  const service = row.code === 200 ? String(Math.max(0, row.took - 1)) : '-';
  return `[${new Date(row.start).toISOString()}] "GET ${row.path} HTTP/1.1" ${row.code} ${row.flags} ${row.details} - "${row.transport}" ${row.received} ${row.sent} ${row.took} ${service} "-" "${row.agent}" "${row.id}" "${row.service}.monitoring.svc:8480" "${row.host}" outbound|8480||${row.service}.monitoring.svc.cluster.local ${row.local} ${row.virtual} ${row.client} - default\n`;
}

/** The same as Istio's default JSON. */
export function jsonLine(row: MeshRow): string {
  const said = (text: string): string | null => (text === '-' ? null : text);
  const value = {
    authority: `${row.service}.monitoring.svc:8480`,
    bytes_received: row.received,
    bytes_sent: row.sent,
    connection_termination_details: null,
    downstream_local_address: row.virtual,
    downstream_remote_address: row.client,
    duration: row.took,
    method: 'GET',
    path: row.path,
    protocol: 'HTTP/1.1',
    request_id: row.id,
    requested_server_name: null,
    response_code: row.code,
    response_code_details: row.details,
    response_flags: row.flags,
    route_name: 'default',
    start_time: new Date(row.start).toISOString(),
    upstream_cluster: `outbound|8480||${row.service}.monitoring.svc.cluster.local`,
    upstream_host: said(row.host),
    upstream_local_address: said(row.local),
    upstream_service_time: row.code === 200 ? String(Math.max(0, row.took - 1)) : null,
    upstream_transport_failure_reason: said(row.transport),
    user_agent: row.agent,
    x_forwarded_for: null,
  };
  return `${JSON.stringify(value)}\n`;
}
