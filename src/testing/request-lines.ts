import type { PoolRequest } from './observe-pool.ts';

/** The rows as a sidecar towards its application logs them, in Istio's default format (Istio 1.31). */
export function requestLines(rows: readonly PoolRequest[]): readonly string[] {
  return rows.map((row, index) => {
    const { start, durationMs, isReset, isRefused = false, host = 0 } = row;
    const answer = isReset ? `503 UC ${reset}` : isRefused ? `503 UF ${refused}` : '200 - via_upstream';
    const upstream = `10.1.0.${7 + host}:8080`;
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const counts = isReset || isRefused ? `0 95 ${durationMs} -` : `0 17 ${durationMs} ${durationMs}`;
    return `[${new Date(start).toISOString()}] "GET /items HTTP/1.1" ${answer} - "-" ${counts} "-" "curl" "${id}" "catalog.shop:8080" "${upstream}" inbound|8080|| ${isRefused ? '-' : addressOf(row)} 10.1.0.7:8080 10.1.0.9:51234 - default`;
  });
}

const reset = 'upstream_reset_before_response_started{connection_termination}';
const refused = 'upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}';
const ports = 60_000;

/** An address of its own for every connection. */
function addressOf({ connection }: PoolRequest): string {
  const number = Number(connection);
  return `127.0.${Math.floor(number / ports)}.6:${1_000 + (number % ports)}`;
}
