import type { EpochMs, Milliseconds } from '../../model/time.ts';

/** Which known layout a row was read from. */
export type AccessFormat =
  | 'istio-text' // Istio >= 1.9 default text (23 or 24 fields)
  | 'istio-text-legacy' // Istio <= 1.8 text, with or without the mixer field
  | 'istio-json'
  | 'envoy-text' // Envoy's own default line
  | 'envoy-json' // any other JSON with Envoy's field names
  | 'custom'; // a mesh's own accessLogFormat that was recognised by its parts

/**
 * One access-log row of an Envoy. A field that the row does not have, or has as `-`, is absent.
 * Source of the fields: Istio pilot/pkg/model/telemetry_logging.go (1.5 to 1.31), Envoy source/common/formatter (1.37).
 */
export interface AccessRow {
  readonly format: AccessFormat;
  /** Request start. End = start + durationMs. */
  readonly start: EpochMs;
  readonly method?: string;
  readonly path?: string;
  readonly protocol?: string;
  /** 0 for rows without a response: client aborts, TCP and listener rows. */
  readonly code: number;
  /** Empty for `-`. Order as written. */
  readonly flags: readonly string[];
  /** For example `upstream_reset_before_response_started{connection_termination}`, as written. */
  readonly details?: string;
  readonly terminationDetails?: string;
  readonly transportFailure?: string;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly durationMs?: Milliseconds;
  readonly upstreamServiceTimeMs?: Milliseconds;
  readonly forwardedFor?: string;
  readonly userAgent?: string;
  readonly requestId?: string;
  readonly authority?: string;
  readonly upstreamHost?: string;
  /** Full name, for example `outbound|8480||vminsert.monitoring.svc.cluster.local` or `inbound|8480||`; a trailing `;` is removed. */
  readonly upstreamCluster?: string;
  readonly upstreamLocal?: string;
  readonly downstreamLocal?: string;
  readonly downstreamRemote?: string;
  readonly sni?: string;
  readonly route?: string;
  readonly connectionId?: string;
  readonly upstreamConnectionId?: string;
  readonly attempts?: number;
  /**
   * Of a gRPC answer, whose HTTP status is 200 whatever became of it. `%GRPC_STATUS%` and `%GRPC_STATUS_NUMBER%` (Envoy 1.6 and 1.25 on) are not
   * in any default format.
   */
  readonly grpcStatus?: number;
}
