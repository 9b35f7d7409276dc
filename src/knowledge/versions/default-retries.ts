import type { NonEmpty, Reference } from '../../model/evidence.ts';
import { type ByVersion, byVersion, type Possible } from './by-version.ts';

/** A retry policy as Envoy gets it. `attempts` are retries after the first try. */
export interface DefaultRetry {
  readonly retryOn: readonly string[];
  readonly statusCodes: readonly number[];
  readonly attempts: number;
  /** The feature flag of istiod that changes it, with the value that this entry assumes. */
  readonly unless?: string;
}

const retryGo = (version: string): Reference => ({
  title: 'istio/istio pilot/pkg/networking/core/route/retry/retry.go',
  url: 'https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/retry/retry.go',
  version: `Istio ${version}`,
});
const routeGo = (version: string): Reference => ({
  title: 'istio/istio pilot/pkg/networking/core/route/route.go, BuildDefaultHTTPInboundRoute',
  url: 'https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go',
  version: `Istio ${version}`,
});

const words = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

const outbound: NonEmpty<ByVersion<DefaultRetry>> = [
  {
    versions: '>=1.5 <1.6',
    value: { retryOn: [...words, 'resource-exhausted', 'retriable-status-codes'], statusCodes: [503], attempts: 2 },
    reference: retryGo('1.5'),
    confidence: 'source',
  },
  {
    versions: '>=1.6 <1.24',
    value: { retryOn: [...words, 'retriable-status-codes'], statusCodes: [503], attempts: 2 },
    reference: retryGo('1.6 to 1.23'),
    confidence: 'source',
  },
  {
    versions: '>=1.24 <1.27',
    value: { retryOn: words, statusCodes: [], attempts: 2, unless: 'EXCLUDE_UNSAFE_503_FROM_DEFAULT_RETRY=false' },
    reference: retryGo('1.24 to 1.26'),
    confidence: 'source',
  },
  { versions: '>=1.27', value: { retryOn: words, statusCodes: [], attempts: 2 }, reference: retryGo('1.27 to 1.31'), confidence: 'source' },
];

const none: DefaultRetry = { retryOn: [], statusCodes: [], attempts: 0 };
const beforeRequest: DefaultRetry = { retryOn: ['reset-before-request'], statusCodes: [], attempts: 2 };

const inbound: NonEmpty<ByVersion<DefaultRetry>> = [
  { versions: '<1.23', value: none, reference: routeGo('1.5 to 1.22'), confidence: 'source' },
  { versions: '>=1.23 <1.24', value: { ...none, unless: 'ENABLE_INBOUND_RETRY_POLICY=true' }, reference: routeGo('1.23'), confidence: 'source' },
  {
    versions: '>=1.24 <1.27',
    value: { ...beforeRequest, unless: 'ENABLE_INBOUND_RETRY_POLICY=false' },
    reference: routeGo('1.24 to 1.26'),
    confidence: 'source',
  },
  { versions: '>=1.27 <1.32', value: beforeRequest, reference: routeGo('1.27 to 1.31'), confidence: 'source' },
  {
    versions: '>=1.32',
    value: { ...beforeRequest, unless: 'meshConfig.defaultInboundHttpRetryPolicy' },
    reference: routeGo('master after 1.31, pull request 61098'),
    confidence: 'assumed',
  },
];

/**
 * What a client's sidecar retries when no VirtualService says otherwise. From 1.24 a 503 that the server's side wrote is no
 * longer tried again. Unknown version: all four, no `known`.
 */
export function defaultOutboundRetry(istio: string | undefined): Possible<DefaultRetry> {
  return byVersion(outbound, istio);
}

/**
 * What a server's sidecar retries toward its own application. `reset-before-request` never covers the keep-alive race: the
 * request's header was already handed to the connection (Envoy 1.40, retry_state_impl.cc). Not for gRPC ports; needs proxy >= 1.24.
 */
export function defaultInboundRetry(istio: string | undefined): Possible<DefaultRetry> {
  return byVersion(inbound, istio);
}
