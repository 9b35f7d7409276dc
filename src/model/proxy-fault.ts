/** A proxy that is not Envoy. */
export type ProxyProduct = 'nginx' | 'haproxy' | 'aws-alb' | 'linkerd' | 'ztunnel';

/**
 * What such a proxy says went wrong between it and the next one on the path.
 * - `reset`: the connection was up and ended before an answer; `truncated`: it ended in the middle of one
 * - `refused`, `unreachable`, `connect-timeout`, `tls`: no connection; `connect`: none, for a reason that is not told
 * - `timeout`: no answer in time; `no-host`: nobody to send it to; `queue`: waited too long for a free connection
 * - `invalid-response`: the answer is no valid HTTP; `rate`, `denied`: refused by the proxy itself
 * - `answered`: the next one made the failing answer; `unasked`: the proxy answered without asking anybody
 * - `unnamed`: the proxy made the answer, for one of several reasons that its line does not tell apart
 * - `unsigned`: the line does not tell whether the proxy made the failing answer or passed it on
 */
export type ProxyFault =
  | 'reset'
  | 'truncated'
  | 'refused'
  | 'unreachable'
  | 'connect-timeout'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'no-host'
  | 'queue'
  | 'invalid-response'
  | 'rate'
  | 'denied'
  | 'answered'
  | 'unasked'
  | 'unnamed'
  | 'unsigned';
