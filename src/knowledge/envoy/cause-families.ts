import type { CauseId } from '../causes.ts';

/**
 * Causes that leave the same text behind, best first. The order is how often each is met when nothing else is known;
 * what a row adds (duration, hop, port) is weighed elsewhere.
 */
export const closedAfterConnect: readonly CauseId[] = [
  'keepalive-idle-mismatch',
  'shutdown-race',
  'app-crashed',
  'oom-killed',
  'mtls-mode-mismatch',
  'liveness-killed',
  'crash-loop',
  'app-closed-mid-request',
  'unannounced-close',
  'certificate-expired',
  'connection-lifetime-limit',
  'protocol-mismatch',
  'middlebox-idle-drop',
  'listener-drain',
  'request-timeout',
  'ca-trust-mismatch',
  'authorization-denied',
  'evicted',
  'cpu-saturated',
  'header-limit',
  'malformed-response',
  'stale-endpoints',
  'conntrack-exhausted',
  'upgrade-broken',
  'proxy-or-client-defect',
];

/** The response had already begun when the connection ended: nothing idle about it. */
export const closedInResponse: readonly CauseId[] = [
  'app-crashed',
  'oom-killed',
  'app-closed-mid-request',
  'shutdown-race',
  'liveness-killed',
  'request-timeout',
  'crash-loop',
  'listener-drain',
  'evicted',
  'middlebox-idle-drop',
  'proxy-or-client-defect',
];

export const refused: readonly CauseId[] = [
  'target-port-mismatch',
  'app-not-listening',
  'app-crashed',
  'oom-killed',
  'crash-loop',
  'startup-race',
  'shutdown-race',
  'liveness-killed',
  'stale-endpoints',
  'pinned-stale-address',
  'evicted',
  'network-policy-blocked',
];

export const connectTimedOut: readonly CauseId[] = [
  'network-policy-blocked',
  'stale-endpoints',
  'evicted',
  'pinned-stale-address',
  'cpu-saturated',
  'mtls-mode-mismatch',
  'tls-origination-mismatch',
  'proxy-overloaded',
  'conntrack-exhausted',
  'target-port-mismatch',
  'rollout-load-shift',
  'middlebox-idle-drop',
];

export const resetWhileConnecting: readonly CauseId[] = [
  'mtls-mode-mismatch',
  'startup-race',
  'shutdown-race',
  'tls-origination-mismatch',
  'app-crashed',
  'oom-killed',
  'proxy-overloaded',
  'network-policy-blocked',
  'stale-endpoints',
  'conntrack-exhausted',
  'app-not-listening',
  'certificate-expired',
  'ca-trust-mismatch',
];

export const unreachable: readonly CauseId[] = ['network-policy-blocked', 'stale-endpoints', 'evicted', 'pinned-stale-address'];

/** The pool failed and the reason is not shown: everything that stops a connection from becoming ready. */
export const neverConnected: readonly CauseId[] = [
  'target-port-mismatch',
  'app-not-listening',
  'app-crashed',
  'oom-killed',
  'crash-loop',
  'startup-race',
  'shutdown-race',
  'network-policy-blocked',
  'stale-endpoints',
  'mtls-mode-mismatch',
  'certificate-expired',
  'tls-origination-mismatch',
  'ca-trust-mismatch',
  'liveness-killed',
  'evicted',
  'pinned-stale-address',
  'certificate-unavailable',
  'conntrack-exhausted',
  'proxy-overloaded',
  'dns-failure',
  'clock-skew',
  'cpu-saturated',
];

export const noEndpoint: readonly CauseId[] = [
  'readiness-failing',
  'service-selector-mismatch',
  'crash-loop',
  'outlier-ejection',
  'rollout-ordering',
  'startup-race',
  'app-crashed',
  'oom-killed',
  'evicted',
  'liveness-killed',
  'dns-failure',
  'stale-endpoints',
  'sidecar-scope',
];

export const noRoute: readonly CauseId[] = ['no-route', 'sidecar-scope', 'config-rejected', 'startup-race', 'rollout-ordering'];
export const noFilterChain: readonly CauseId[] = [
  'mtls-mode-mismatch',
  'tls-origination-mismatch',
  'protocol-mismatch',
  'no-route',
  'startup-race',
  'config-rejected',
];
export const noCluster: readonly CauseId[] = ['unknown-cluster', 'rollout-ordering', 'config-rejected', 'sidecar-scope', 'startup-race'];
export const hiddenDestination: readonly CauseId[] = ['sidecar-scope', 'no-route', 'startup-race'];

export const tooSlow: readonly CauseId[] = [
  'request-timeout',
  'cpu-saturated',
  'rollout-load-shift',
  'vminsert-overloaded',
  'vmstorage-unavailable',
  'middlebox-idle-drop',
  'network-policy-blocked',
  'conntrack-exhausted',
];

export const clientLeft: readonly CauseId[] = [
  'request-timeout',
  'cpu-saturated',
  'vminsert-overloaded',
  'vmstorage-unavailable',
  'rollout-load-shift',
  'middlebox-idle-drop',
  'app-crashed',
  'oom-killed',
  'shutdown-race',
  'proxy-or-client-defect',
];

export const streamReset: readonly CauseId[] = [
  'connection-lifetime-limit',
  'shutdown-race',
  'app-closed-mid-request',
  'keepalive-idle-mismatch',
  'protocol-mismatch',
  'header-limit',
  'proxy-overloaded',
  'proxy-or-client-defect',
];

export const badResponse: readonly CauseId[] = [
  'malformed-response',
  'protocol-mismatch',
  'header-limit',
  'app-crashed',
  'app-closed-mid-request',
  'oom-killed',
  'mtls-mode-mismatch',
  'tls-origination-mismatch',
  'proxy-or-client-defect',
];

/** TLS certificates were looked at and refused. */
export const certificateRefused: readonly CauseId[] = [
  'certificate-expired',
  'ca-trust-mismatch',
  'clock-skew',
  'tls-origination-mismatch',
  'certificate-unavailable',
  'mtls-mode-mismatch',
];

/** Someone behind this hop answered: the application, or the next proxy for any of its own reasons. */
export const answeredFurtherOn: readonly CauseId[] = [
  'app-answered-503',
  'keepalive-idle-mismatch',
  'app-crashed',
  'oom-killed',
  'shutdown-race',
  'vminsert-overloaded',
  'app-closed-mid-request',
  'target-port-mismatch',
  'app-not-listening',
  'crash-loop',
  'startup-race',
  'liveness-killed',
  'vmstorage-unavailable',
  'readiness-failing',
  'unannounced-close',
  'protocol-mismatch',
  'circuit-breaker-overflow',
  'cpu-saturated',
];

/** The application behind the last proxy answered by itself. */
export const answeredByApplication: readonly CauseId[] = [
  'app-answered-503',
  'vminsert-overloaded',
  'vmstorage-unavailable',
  'shutdown-race',
  'startup-race',
  'cpu-saturated',
];

/** A bare 503: nothing is excluded that can make one. */
export const any503: readonly CauseId[] = [
  'keepalive-idle-mismatch',
  'readiness-failing',
  'app-answered-503',
  'oom-killed',
  'app-crashed',
  'shutdown-race',
  'mtls-mode-mismatch',
  'crash-loop',
  'target-port-mismatch',
  'service-selector-mismatch',
  'certificate-expired',
  'circuit-breaker-overflow',
  'unknown-cluster',
  'outlier-ejection',
  'app-not-listening',
  'stale-endpoints',
  'vminsert-overloaded',
  'liveness-killed',
  'network-policy-blocked',
  'tls-origination-mismatch',
  'unannounced-close',
  'app-closed-mid-request',
  'startup-race',
  'proxy-overloaded',
];
