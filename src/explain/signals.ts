import type { AccessRow } from '../formats/access-log/row.ts';
import type { ApplicationBody } from '../knowledge/envoy/application-bodies.ts';
import type { EnvoyBody } from '../knowledge/envoy/bodies.ts';
import type { ClientLog } from '../knowledge/envoy/client-logs.ts';
import type { PatternMeaning } from '../knowledge/envoy/meaning.ts';
import type { OtherProxyLine } from '../knowledge/envoy/other-proxies.ts';
import type { ContainerEnd } from './find-end.ts';

/** An Envoy cluster name of Istio, taken apart. */
export interface ClusterName {
  readonly name: string;
  readonly direction: 'inbound' | 'outbound' | 'black-hole' | 'passthrough' | 'inbound-passthrough' | 'other';
  readonly port?: number;
  readonly subset?: string;
  readonly service?: string;
}

/** Everything recognised in one input, before it is judged. */
export interface Signals {
  /** Response flags as written, in order. */
  readonly flags: readonly string[];
  /** The flag that the text stands for without writing it. */
  readonly impliedFlag?: string;
  readonly status?: number;
  /** Status of a gRPC call, where the text tells one that is a failure. */
  readonly grpcStatus?: number;
  /** A response-code detail by name; `inner` is what stands in its braces or brackets. */
  readonly detail?: { readonly name: string; readonly inner?: string };
  readonly resetReason?: string;
  readonly transport?: PatternMeaning;
  readonly transportText?: string;
  /** True for the body `upstream connect error…`, whoever quotes it. */
  readonly resetBody: boolean;
  readonly retried: boolean;
  readonly hasTransportPart: boolean;
  readonly envoyBody?: EnvoyBody;
  readonly application?: ApplicationBody;
  readonly clients: readonly ClientLog[];
  /** The pod that a header `X-Server-Hostname` names: a program of VictoriaMetrics made this response, or passed it on. */
  readonly serverHostname?: string;
  readonly otherProxy?: OtherProxyLine;
  readonly cluster?: ClusterName;
  readonly end?: ContainerEnd;
  readonly row?: AccessRow;
  /** True when the text has the shape of an access row, even if a part of it is missing. */
  readonly rowShaped: boolean;
  /** True for a row without a request: a TCP connection or a listener that closed it. */
  readonly withoutRequest: boolean;
  /** True when the question is about an Envoy that gives protocol errors a flag of their own (`UPE`). */
  readonly protocolErrorsApart?: boolean;
  /** True where the server name says that mutual TLS of the mesh reached this proxy as a server. */
  readonly meshServerName: boolean;
}

/** The flags that decide: those written without URX, or the one implied. */
export function decidingFlags(signals: Signals): readonly string[] {
  const written = signals.flags.filter((flag) => flag !== 'URX');
  return written.length > 0 || signals.impliedFlag === undefined ? written : [signals.impliedFlag];
}
