import type { Place } from '../../model/evidence.ts';
import type { Identity } from '../../model/source.ts';
import type { EpochMs, Milliseconds } from '../../model/time.ts';

/** A value in a dump and where it stands there. */
export interface Found<T> {
  readonly value: T;
  readonly at: Place;
}

/** One proxy, told by its node id (`sidecar~10.244.1.8~vmalert-….monitoring~…`) or by the file's path. */
export interface ProxyRef {
  readonly proxy: Identity;
  readonly at: Place;
}

/** A cluster of a config_dump, reduced to what decides. Absent = not set, so Envoy's default holds. */
export interface ProxyCluster {
  readonly name: string;
  readonly at: Place;
  readonly type?: string; // EDS, STATIC, STRICT_DNS, ORIGINAL_DST, LOGICAL_DNS
  readonly direction: 'inbound' | 'outbound' | 'other';
  /** For `outbound|8480|v1|vminsert.monitoring.svc.cluster.local`. */
  readonly port?: number;
  readonly subset?: string;
  readonly host?: string;
  readonly idleTimeoutMs?: Found<Milliseconds>;
  readonly maxRequestsPerConnection?: Found<number>;
  readonly maxConnectionDurationMs?: Found<Milliseconds>;
  readonly connectTimeoutMs?: Found<Milliseconds>;
  readonly tcpKeepalive?: Found<boolean>;
  /** Thresholds other than Istio's 2^32-1. */
  readonly circuitBreakers: {
    readonly maxConnections?: Found<number>;
    readonly maxPendingRequests?: Found<number>;
    readonly maxRequests?: Found<number>;
    readonly maxRetries?: Found<number>;
  };
  readonly outlierDetection?: Found<{
    readonly consecutive5xx?: number;
    readonly consecutiveGatewayFailure?: number;
    readonly baseEjectionMs?: number;
    readonly maxEjectionPercent?: number;
    readonly intervalMs?: number;
  }>;
  /** How it talks upstream: `mtls` (ISTIO_MUTUAL), `tls`, `auto` (a transport socket match decides by endpoint), `plaintext`. */
  readonly tls: Found<'mtls' | 'tls' | 'auto' | 'plaintext'>;
  readonly http: 'http1' | 'http2' | 'downstream' | 'auto' | 'tcp' | 'unknown';
  readonly sni?: string;
  /** Istio metadata: `DestinationRule` that shaped it (namespace/name). */
  readonly destinationRule?: string;
  readonly lastUpdated?: EpochMs;
  /** Sent, but not in use yet. */
  readonly warming?: boolean;
}

export interface ProxyRoute {
  readonly name?: string;
  readonly at: Place;
  readonly routeConfig: string;
  readonly virtualHost: string;
  readonly domains: readonly string[];
  /** Human form of the match: `prefix /insert/1/`, `path /x`, `regex …`, with header conditions counted. */
  readonly match: { readonly kind: 'prefix' | 'path' | 'regex' | 'separated' | 'other'; readonly value: string; readonly headers: number };
  readonly cluster?: string;
  readonly weightedClusters: readonly string[];
  readonly timeoutMs?: Found<Milliseconds>;
  /** 0 = no limit. */
  readonly perTryTimeoutMs?: Found<Milliseconds>;
  readonly retryPolicy?: Found<{ readonly retryOn: string; readonly attempts?: number; readonly statusCodes: readonly number[] }>;
  readonly directResponse?: number;
  /** `VirtualService` from Istio's metadata, as `namespace/name`. */
  readonly virtualService?: string;
}

export interface ProxyFilterChain {
  readonly at: Place;
  readonly name?: string;
  readonly destinationPort?: number;
  readonly transportProtocol?: string;
  readonly applicationProtocols: readonly string[];
  readonly tls: 'mtls' | 'tls' | 'none';
  readonly kind: 'http' | 'tcp' | 'other';
  /** Where rows of its requests go: a file (standard output is one), or a service such as OpenTelemetry; absent: nowhere. */
  readonly accessLog?: 'file' | 'elsewhere';
  readonly idleTimeoutMs?: Found<Milliseconds>;
  readonly maxConnectionDurationMs?: Found<Milliseconds>;
  readonly routeConfig?: string;
  readonly cluster?: string;
}

export interface ProxyListener {
  readonly name: string;
  readonly at: Place;
  readonly address?: string;
  readonly port?: number;
  readonly direction?: 'inbound' | 'outbound';
  readonly chains: readonly ProxyFilterChain[];
  readonly lastUpdated?: EpochMs;
}

export interface ProxyEndpoint {
  readonly cluster: string;
  readonly address: string; // ip:port
  readonly health: string; // HEALTHY, UNHEALTHY, DRAINING…
  readonly at: Place;
  /** Flags of /clusters: failed_outlier_check, failed_active_health_check, … */
  readonly failedChecks: readonly string[];
  readonly stats: { readonly [name: string]: number };
}

/** A `config_dump`, reduced. */
export interface ProxyConfig extends ProxyRef {
  readonly nodeId?: string;
  readonly envoyVersion?: string;
  readonly istioVersion?: string;
  readonly clusters: readonly ProxyCluster[];
  readonly routes: readonly ProxyRoute[];
  /** Virtual hosts, also those without routes. */
  readonly virtualHosts: readonly { readonly routeConfig: string; readonly name: string; readonly domains: readonly string[]; readonly at: Place }[];
  readonly listeners: readonly ProxyListener[];
  readonly hasEndpoints: boolean;
  readonly endpoints: readonly ProxyEndpoint[];
  /** Latest update of anything in the dump: a lower bound for when it was taken. */
  readonly lastUpdated?: EpochMs;
  /** Configuration the proxy rejected (`error_state`). */
  readonly errors: readonly { readonly at: Place; readonly resource: string; readonly details: string; readonly time?: EpochMs }[];
  readonly outboundTrafficPolicy?: Found<'REGISTRY_ONLY' | 'ALLOW_ANY'>;
}

/** `/clusters`, text or JSON. */
export interface ProxyClusters extends ProxyRef {
  readonly endpoints: readonly ProxyEndpoint[];
  /** Every cluster named, also those without an endpoint. */
  readonly clusters?: readonly string[];
}

/** One number of `/stats`. `file` is given where it is not the file of the whole. */
export interface StatValue {
  readonly value: number;
  readonly line: number;
  readonly file?: string;
}

/** `/stats`, text, JSON or Prometheus. Names without a trailing `;` on the cluster part. */
export interface ProxyStats extends ProxyRef {
  readonly values: ReadonlyMap<string, StatValue>;
  /** For istio_requests_total and friends in Prometheus form. */
  readonly labelled: readonly { readonly name: string; readonly labels: { readonly [name: string]: string }; readonly value: number; readonly line: number }[];
}

export interface Certificate {
  readonly at: Place;
  readonly role: 'leaf' | 'ca';
  readonly serial: string;
  readonly sans: readonly string[];
  readonly notBefore?: EpochMs;
  readonly notAfter?: EpochMs;
  readonly source: 'certs' | 'secret' | 'file';
}
export interface ProxyCertificates extends ProxyRef {
  readonly certificates: readonly Certificate[];
}

/** `/server_info`: version, uptime and state; its time is a clock reading of the dump. */
export interface ProxyServerInfo extends ProxyRef {
  readonly version?: string;
  readonly istioVersion?: string;
  readonly state?: string;
  readonly uptimeMs?: Milliseconds;
  readonly nodeId?: string;
}

/** `/listeners`: where the proxy listens. */
export interface ProxyListeners extends ProxyRef {
  readonly listeners: readonly { readonly name: string; readonly address: string; readonly port?: number; readonly at: Place }[];
}
