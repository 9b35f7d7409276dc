import type { NonEmpty, Reference } from '../../model/evidence.ts';
import { type ByVersion, byVersion, type Possible } from './by-version.ts';

/** The fields of one line of Istio's default text format, in order: Envoy's command operators without `%`. `"…"` stands in quotes. */
export type TextFormat = readonly string[];

const source = (version: string): Reference => ({
  title: 'istio/istio pilot/pkg/model/telemetry_logging.go',
  url: 'https://github.com/istio/istio/blob/master/pilot/pkg/model/telemetry_logging.go',
  version: `Istio ${version}`,
});

const head: TextFormat = ['[START_TIME]', '"REQ(:METHOD) REQ(X-ENVOY-ORIGINAL-PATH?:PATH) PROTOCOL"', 'RESPONSE_CODE', 'RESPONSE_FLAGS'];
const details: TextFormat = ['RESPONSE_CODE_DETAILS', 'CONNECTION_TERMINATION_DETAILS'];
const mixer: TextFormat = ['"DYNAMIC_METADATA(istio.mixer:status)"'];
const middle: TextFormat = [
  '"UPSTREAM_TRANSPORT_FAILURE_REASON"',
  'BYTES_RECEIVED',
  'BYTES_SENT',
  'DURATION',
  'RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)',
  '"REQ(X-FORWARDED-FOR)"',
  '"REQ(USER-AGENT)"',
  '"REQ(X-REQUEST-ID)"',
  '"REQ(:AUTHORITY)"',
  '"UPSTREAM_HOST"',
];
const tail: TextFormat = ['UPSTREAM_LOCAL_ADDRESS', 'DOWNSTREAM_LOCAL_ADDRESS', 'DOWNSTREAM_REMOTE_ADDRESS', 'REQUESTED_SERVER_NAME'];
const cluster: TextFormat = ['UPSTREAM_CLUSTER'];
const route: TextFormat = ['ROUTE_NAME'];

const formats: NonEmpty<ByVersion<TextFormat>> = [
  { versions: '<1.3', value: [...head, ...mixer, ...middle, ...cluster, ...tail], reference: source('1.2'), confidence: 'source' },
  { versions: '>=1.3 <1.8', value: [...head, ...mixer, ...middle, ...cluster, ...tail, ...route], reference: source('1.3 to 1.7'), confidence: 'source' },
  { versions: '>=1.8 <1.9', value: [...head, ...middle, ...cluster, ...tail, ...route], reference: source('1.8'), confidence: 'source' },
  // 1.9 and 1.10 keep the form of 1.8 for older proxies
  { versions: '>=1.9 <1.23', value: [...head, ...details, ...middle, ...cluster, ...tail, ...route], reference: source('1.9 to 1.22'), confidence: 'source' },
  {
    versions: '>=1.23',
    value: [...head, ...details, ...middle, 'UPSTREAM_CLUSTER_RAW', ...tail, ...route],
    reference: source('1.23 to 1.31'),
    confidence: 'source',
  },
];

/** Istio's default text format (`accessLogFile: /dev/stdout` and no format of one's own) by version. */
export function istioTextFormat(istio: string | undefined): Possible<TextFormat> {
  return byVersion(formats, istio);
}
