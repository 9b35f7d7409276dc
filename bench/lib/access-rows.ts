import { seededRandom } from './random.ts';
import { requestId } from './request-id.ts';

export type RowForm = 'text' | 'json';

/** An endless access log of one sidecar, in the order of time, written as Istio 1.31 does by default. Each row ends with a line feed. */
export function* accessRows(pod: number, form: RowForm): Generator<string> {
  const random = seededRandom(7919 * (pod + 1));
  const server = `10.244.2.${5 + pod}:8480`;
  const connections = Array.from({ length: 8 }, (_, index) => ({
    local: `127.0.0.6:${40_000 + index}`,
    client: `10.244.1.${8 + (index % 4)}:${50_000 + index}`,
    free: 0,
  }));
  let port = 41_000;
  let now = START + pod * 37;
  for (;;) {
    now += Math.trunc(random() * 40);
    const connection = connections[Math.trunc(random() * connections.length)] ?? connections[0];
    if (connection === undefined) return;
    const isClosed = random() < SHARE_OF_UC;
    // The server hung up while the connection was quiet: the request that finds out comes after a gap.
    const start = isClosed ? Math.max(now, connection.free) + 1_000 + Math.trunc(random() * 9_000) : Math.max(now, connection.free);
    const took = isClosed ? Math.trunc(random() * 3) : 1 + Math.trunc(random() * random() * 200);
    const row: Row = {
      start: new Date(start).toISOString(),
      isClosed,
      took,
      local: connection.local,
      client: connection.client,
      server,
      id: requestId(random),
      path: PATHS[Math.trunc(random() * PATHS.length)] ?? '/',
      bytes: 200 + Math.trunc(random() * 60_000),
      agent: AGENTS[pod % AGENTS.length] ?? '-',
    };
    yield form === 'text' ? textOf(row) : jsonOf(row);
    connection.free = start + took;
    if (!isClosed) continue;
    port = port >= 60_000 ? 41_000 : port + 1;
    connection.local = `127.0.0.6:${port}`;
  }
}

const START = Date.UTC(2026, 10, 22, 6);
const SHARE_OF_UC = 0.005;
const PATHS = [
  '/insert/0/prometheus/api/v1/write',
  '/insert/0/prometheus/api/v1/import/prometheus',
  '/insert/0/influx/write?db=metrics&precision=s',
  '/health',
];
const AGENTS = ['vmalert', 'vmagent', 'Go-http-client/1.1', 'metrics-pusher'];
const AUTHORITY = 'vminsert.monitoring.svc.cluster.local:8480';
const SNI = 'outbound_.8480_._.vminsert.monitoring.svc.cluster.local';
const CLOSED = 'upstream_reset_before_response_started{connection_termination}';

interface Row {
  readonly start: string;
  readonly isClosed: boolean;
  /** Milliseconds. */
  readonly took: number;
  readonly local: string;
  readonly client: string;
  readonly server: string;
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
  readonly agent: string;
}

function textOf(row: Row): string {
  const result = row.isClosed ? `503 UC ${CLOSED}` : '204 - via_upstream';
  const counts = row.isClosed ? `${row.bytes} 95 ${row.took} -` : `${row.bytes} 0 ${row.took} ${row.took}`;
  return `[${row.start}] "POST ${row.path} HTTP/1.1" ${result} - "-" ${counts} "-" "${row.agent}" "${row.id}" "${AUTHORITY}" "${row.server}" inbound|8480|| ${row.local} ${row.server} ${row.client} ${SNI} default\n`;
}

function jsonOf(row: Row): string {
  const value = {
    authority: AUTHORITY,
    bytes_received: row.bytes,
    bytes_sent: row.isClosed ? 95 : 0,
    connection_termination_details: null,
    downstream_local_address: row.server,
    downstream_remote_address: row.client,
    duration: row.took,
    method: 'POST',
    path: row.path,
    protocol: 'HTTP/1.1',
    request_id: row.id,
    requested_server_name: SNI,
    response_code: row.isClosed ? 503 : 204,
    response_code_details: row.isClosed ? CLOSED : 'via_upstream',
    response_flags: row.isClosed ? 'UC' : '-',
    route_name: 'default',
    start_time: row.start,
    upstream_cluster: 'inbound|8480||',
    upstream_host: row.server,
    upstream_local_address: row.local,
    upstream_service_time: row.isClosed ? null : String(row.took),
    upstream_transport_failure_reason: null,
    user_agent: row.agent,
    x_forwarded_for: null,
  };
  return `${JSON.stringify(value)}\n`;
}
