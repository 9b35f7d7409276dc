import type { CauseId } from './causes.ts';

/**
 * What a failure looks like on the wire, finer than its flag: where the connection broke and what the transport said.
 * `local` = between a sidecar and its own application, `remote` = any other hop,
 * `somewhere` = told by a caller that cannot know. Source of the kinds: knowledge/envoy.
 */
export const signs = [
  'reset-local',
  'reset-remote',
  'reset-somewhere',
  'refused-local',
  'refused-remote',
  'refused-somewhere',
  'connect-timeout',
  'connect-unreachable',
  'connect-reset',
  'connect-unknown',
  'tls-certificate',
  'tls-protocol',
  'tls-secret',
  'no-host',
  'overflow',
  'no-route',
  'no-cluster',
  'refused-by-listener',
  'timeout',
  'gave-up',
  'protocol',
  'stream-reset',
  'denied',
  'answered',
] as const;

export type Sign = (typeof signs)[number];

/** The signs a cause can leave. `rarely` are those it can leave by a detour: no hint for it, but no alibi either. */
export interface Signature {
  readonly leaves: readonly Sign[];
  readonly rarely?: readonly Sign[];
}

const resets: readonly Sign[] = ['reset-local', 'reset-remote'];
const refusals: readonly Sign[] = ['refused-local', 'refused-remote'];
/** A TCP connection that does not come about, for whatever reason shown. */
const unreachable: readonly Sign[] = ['refused-remote', 'connect-timeout', 'connect-unreachable', 'connect-reset', 'connect-unknown'];
/** A server that goes away: its connections end, new ones are refused, then it leaves the endpoints. */
const gone: Signature = {
  leaves: [...resets, ...refusals, 'connect-timeout', 'connect-unreachable', 'connect-reset', 'connect-unknown', 'no-host', 'stream-reset'],
  rarely: ['timeout', 'protocol'],
};
const starved: Signature = {
  leaves: ['timeout', ...resets, 'connect-timeout', 'connect-unknown', 'overflow', 'answered'],
  rarely: [...refusals, 'connect-reset', 'no-host', 'stream-reset'],
};

/**
 * Which kinds of failure each cause can leave, by its mechanism. Permissive on purpose: what is missing here is impossible, not
 * unusual. Checked against Envoy 1.36.4 to 1.40.0 (response flags, reset reasons) and Istio 1.20 to 1.31; see knowledge/envoy.
 * `proxy-or-client-defect` can look like anything and has no entry.
 */
export const signatures: Readonly<Record<Exclude<CauseId, 'proxy-or-client-defect'>, Signature>> = {
  // a race on an idle connection happens after it was ready: never while connecting, never without a host
  'keepalive-idle-mismatch': { leaves: resets, rarely: ['stream-reset'] },
  'connection-lifetime-limit': { leaves: [...resets, 'stream-reset'], rarely: ['protocol'] },
  'middlebox-idle-drop': { leaves: ['reset-remote', 'timeout'], rarely: ['stream-reset', 'connect-timeout', 'connect-reset', 'connect-unknown'] },
  'unannounced-close': { leaves: resets, rarely: ['protocol'] },
  'pinned-stale-address': {
    leaves: [...unreachable, 'tls-certificate', 'tls-protocol'],
    rarely: ['reset-remote', 'timeout', 'refused-by-listener', 'no-route', 'answered', 'no-host'],
  },
  'oom-killed': gone,
  'app-crashed': gone,
  'crash-loop': gone,
  'liveness-killed': gone,
  evicted: gone,
  'cpu-saturated': starved,
  'rollout-load-shift': starved,
  'startup-race': {
    leaves: [
      ...refusals,
      'connect-timeout',
      'connect-reset',
      'connect-unknown',
      'no-host',
      'no-route',
      'no-cluster',
      'refused-by-listener',
      'tls-secret',
      'answered',
    ],
    rarely: [...resets, 'tls-certificate', 'timeout', 'stream-reset', 'denied'],
  },
  'shutdown-race': { leaves: [...gone.leaves, 'answered'], rarely: ['timeout', 'protocol', 'refused-by-listener'] },
  // a ClusterIP without endpoints refuses those who dial it past their proxy's endpoints
  'readiness-failing': { leaves: ['no-host'], rarely: ['refused-remote', 'connect-unknown'] },
  'service-selector-mismatch': { leaves: ['no-host'], rarely: ['refused-remote', 'connect-unknown', 'no-cluster'] },
  'target-port-mismatch': {
    leaves: [...refusals, 'connect-timeout', 'connect-reset', 'connect-unknown'],
    rarely: [...resets, 'no-host', 'refused-by-listener', 'tls-protocol', 'protocol', 'timeout', 'answered'],
  },
  'app-not-listening': { leaves: [...refusals, 'connect-unknown'], rarely: ['reset-remote', 'connect-reset', 'connect-timeout', 'no-host'] },
  'stale-endpoints': {
    leaves: unreachable,
    rarely: ['reset-remote', 'tls-certificate', 'tls-protocol', 'timeout', 'no-host', 'refused-by-listener', 'stream-reset'],
  },
  'outlier-ejection': { leaves: ['no-host'] },
  'dns-failure': { leaves: ['no-host', 'connect-unknown'], rarely: ['connect-timeout', 'connect-unreachable', 'timeout'] },
  'no-route': { leaves: ['no-route'], rarely: ['refused-by-listener', 'reset-remote'] },
  'unknown-cluster': { leaves: ['no-cluster'], rarely: ['no-host', 'no-route'] },
  'sidecar-scope': { leaves: ['no-host', 'no-route', 'no-cluster'], rarely: ['reset-remote', 'refused-remote', 'connect-unknown', 'refused-by-listener'] },
  'rollout-ordering': {
    leaves: ['no-host', 'no-cluster', 'no-route'],
    rarely: [...resets, ...refusals, 'connect-timeout', 'connect-reset', 'connect-unknown'],
  },
  'mtls-mode-mismatch': {
    leaves: ['reset-remote', 'refused-by-listener', 'tls-protocol', 'connect-timeout', 'connect-reset', 'connect-unknown'],
    rarely: ['protocol'],
  },
  'tls-origination-mismatch': {
    leaves: ['tls-protocol', 'tls-certificate', 'connect-timeout', 'connect-unknown'],
    rarely: [...resets, 'connect-reset', 'protocol', 'refused-by-listener', 'answered'],
  },
  // a server certificate fails while connecting; a client certificate under TLS 1.3 ends a connection that looked ready
  'certificate-expired': { leaves: ['tls-certificate', 'reset-remote', 'connect-unknown'], rarely: ['connect-reset', 'refused-by-listener'] },
  'ca-trust-mismatch': { leaves: ['tls-certificate', 'reset-remote', 'connect-unknown'], rarely: ['connect-reset', 'tls-protocol', 'refused-by-listener'] },
  'certificate-unavailable': {
    leaves: ['tls-secret', 'tls-certificate', 'connect-unknown'],
    rarely: ['reset-remote', 'connect-reset', 'connect-timeout', 'refused-remote', 'no-host', 'tls-protocol', 'refused-by-listener'],
  },
  'clock-skew': { leaves: ['tls-certificate'], rarely: ['reset-remote', 'connect-unknown', 'connect-reset', 'denied'] },
  'authorization-denied': { leaves: ['denied'], rarely: ['reset-remote', 'connect-unknown', 'refused-by-listener'] },
  'protocol-mismatch': {
    leaves: ['protocol', ...resets, 'stream-reset', 'refused-by-listener'],
    rarely: ['timeout', 'connect-timeout', 'connect-unknown', 'tls-protocol', 'answered'],
  },
  'malformed-response': { leaves: ['protocol'], rarely: [...resets, 'stream-reset'] },
  'header-limit': { leaves: ['protocol', ...resets], rarely: ['stream-reset', 'answered'] },
  'upgrade-broken': { leaves: ['denied'], rarely: [...resets, 'protocol', 'stream-reset', 'no-route', 'answered'] },
  'circuit-breaker-overflow': { leaves: ['overflow'] },
  'request-timeout': { leaves: ['timeout'], rarely: [...resets, 'stream-reset', 'protocol', 'answered'] },
  'rate-limited': { leaves: ['denied'], rarely: ['answered'] },
  'proxy-overloaded': {
    leaves: ['refused-remote', 'connect-timeout', 'connect-reset', 'connect-unknown', 'timeout'],
    rarely: [...resets, 'overflow', 'stream-reset', 'no-host', 'refused-local'],
  },
  'config-rejected': {
    leaves: ['no-route', 'no-cluster', 'refused-by-listener'],
    rarely: ['no-host', 'reset-remote', ...unreachable, 'tls-secret', 'tls-certificate', 'tls-protocol', 'protocol', 'overflow', 'denied', 'timeout'],
  },
  'listener-drain': { leaves: ['reset-remote', 'stream-reset'], rarely: ['reset-local', 'protocol', 'refused-remote', 'connect-reset', 'connect-unknown'] },
  'network-policy-blocked': { leaves: unreachable, rarely: ['timeout', 'reset-remote', 'no-host'] },
  'conntrack-exhausted': {
    leaves: ['connect-timeout', 'connect-reset', 'reset-remote', 'connect-unknown', 'timeout'],
    rarely: ['reset-local', 'stream-reset'],
  },
  'app-answered-503': { leaves: ['answered'] },
  // VictoriaMetrics answers 503 before it has read a large body, which can end as a reset
  'vminsert-overloaded': { leaves: ['answered', 'timeout'], rarely: resets },
  'vmstorage-unavailable': { leaves: ['answered', 'timeout'], rarely: resets },
  'app-closed-mid-request': { leaves: resets, rarely: ['protocol', 'stream-reset'] },
};

/** How well a sign fits a cause: `leaves`, `rarely`, or undefined where it is impossible. A sign of an unknown hop fits as its likeliest hop does. */
export function fitOf(sign: Sign, { leaves, rarely = [] }: Signature): 'leaves' | 'rarely' | undefined {
  // a caller that gives up has waited in vain, as a proxy has that times out
  const meant: readonly Sign[] = sign === 'reset-somewhere' ? resets : sign === 'refused-somewhere' ? refusals : sign === 'gave-up' ? ['timeout'] : [sign];
  if (meant.some((one) => leaves.includes(one))) return 'leaves';
  return meant.some((one) => rarely.includes(one)) ? 'rarely' : undefined;
}
