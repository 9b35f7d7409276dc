import { startTime } from '../access-log/start-time.ts';
import type { ProxyFault } from '../../model/proxy-fault.ts';
import type { ProxyRow } from './proxy-row.ts';
import { present, requestLine, said } from './request-line.ts';

const longest = 16_000;

/** `type time elb client:port target:port request_time target_time response_time elb_status target_status received sent "request" …`. */
const form =
  /^(https?|h2|grpcs?|wss?) (\S{20,35}) (app\/\S{1,200}) (\S{3,80}) (\S{1,80}) (-?[\d.]{1,15}) (-?[\d.]{1,15}) (-?[\d.]{1,15}) (\d{3}|-) (\d{3}|-) (\d{1,18}|-) (\d{1,18}|-) "([^"]{0,12000})" "([^"]{0,4000})" (.*)$/;

/** The balancer waits so long for a connection (not configurable); later it waits for an answer. */
const connectLimitMs = 10_000;

/**
 * A line of an AWS Application Load Balancer's access log; undefined for any other. A target status of `-` means that the balancer made the answer.
 * Source: Elastic Load Balancing documentation, access logs and troubleshooting for Application Load Balancers, 2026.
 */
export function parseAwsAlb(line: string): ProxyRow | undefined {
  if (line.length > longest || !line.includes(' app/')) return undefined;
  const match = form.exec(line);
  const end = match === null ? undefined : startTime(match[2] ?? '');
  if (match === null || end === undefined) return undefined;
  const [, , , balancer = '', client, target, , , , status, targetStatus = '-', , sent, request = '', , rest = ''] = match;
  const code = status === '-' ? 0 : Number(status);
  const quoted = [...rest.matchAll(/"([^"]{0,2000})"/g)].map(([, text = '']) => text);
  const created = startTime(/ (\d{4}-\d\d-\d\dT\S{8,20}) "/.exec(rest)?.[1] ?? '');
  const start = created === undefined || created > end ? end : created;
  const actions = quoted[3];
  const fault = faultOf(code, targetStatus, actions, created === undefined ? undefined : end - start);
  const reason = said(quoted[5]);
  return {
    proxy: 'aws-alb',
    kind: 'request',
    start,
    end,
    code,
    ...requestLine(request),
    ...(fault === undefined ? {} : { fault, words: `elb ${code} target ${targetStatus}${reason === undefined ? '' : ` ${reason}`}` }),
    ...(code === 460 ? { clientLeft: true } : {}),
    ...present<ProxyRow>({
      client: said(client),
      upstreamHost: said(target),
      upstreamName: /:targetgroup\/([^/\s]{1,64})\//.exec(rest)?.[1],
      name: balancer.split('/')[1],
      ...(sent === undefined || sent === '-' ? {} : { bytesSent: Number(sent) }),
    }),
  };
}

/** Which 5xx the target made itself, and what is left where it did not. `actions` = actions_executed. */
function faultOf(code: number, targetStatus: string, actions: string | undefined, tookMs: number | undefined): ProxyFault | undefined {
  if (code < 500) return undefined;
  if (targetStatus !== '-') return Number(targetStatus) >= 500 ? 'answered' : 'unnamed';
  if (actions !== undefined && /fixed-response/.test(actions)) return 'unasked';
  if (code === 503) return 'no-host';
  // a connection would have been given up by then, so it stood
  if (code === 504 && tookMs !== undefined && tookMs > connectLimitMs * 1.5) return 'timeout';
  return 'unnamed';
}
