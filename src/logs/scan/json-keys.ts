/** The keys of Istio's default JSON in the order in which Envoy writes them, by name. Source: Istio 1.31 pilot/pkg/model/telemetry_logging.go; captured rows. */
const names = [
  'authority',
  'bytes_received',
  'bytes_sent',
  'connection_termination_details',
  'downstream_local_address',
  'downstream_remote_address',
  'duration',
  'method',
  'path',
  'protocol',
  'request_id',
  'requested_server_name',
  'response_code',
  'response_code_details',
  'response_flags',
  'route_name',
  'start_time',
  'upstream_cluster',
  'upstream_host',
  'upstream_local_address',
  'upstream_service_time',
  'upstream_transport_failure_reason',
  'user_agent',
  'x_forwarded_for',
] as const;

const KEY = 64;
const TEXT = 16;

export const JSON_KEYS_BYTES: number = TEXT + names.length * KEY;

/** Writes what stands before each value as `native/json-row.ts` wants it: a `-`, then from 16 on, every 64 bytes, a length and from 16 on the text. */
export function writeJsonKeys(bytes: Buffer): void {
  bytes.write('-', 0, 'latin1');
  for (const [index, name] of names.entries()) {
    const text = `${index === 0 ? '{' : ','}"${name}":`;
    const at = TEXT + index * KEY;
    bytes.writeUInt32LE(text.length, at);
    bytes.write(text, at + TEXT, 'latin1');
  }
}
