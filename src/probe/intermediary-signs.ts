import { type Answer, headerOf } from './answer.ts';

/** Something in an answer that tells of a proxy or load balancer between us and the application. */
export interface IntermediarySign {
  readonly header: string;
  readonly value: string;
}

/** Servers that mostly stand in front of others. nginx is none of them: as often as not it is the application itself. */
const proxies =
  /^(?:istio-envoy|envoy|awselb|awsalb|cloudflare|cloudfront|akamai|google frontend|gws|gfe|varnish|squid|traefik|kong|ats|apache-?trafficserver|bigip|big-ip|yunjiasu|fly\/|vercel|netlify|haproxy|linkerd)/i;

/** Headers that proxies add to answers. Via: RFC 9110 7.6.3; x-envoy-*: Envoy's HTTP header documentation; cf-ray, x-amz-cf-*, x-azure-ref: their vendors'. */
const added =
  /^(?:via|forwarded|x-forwarded-.+|x-envoy-.+|x-cache|x-cache-.+|cf-ray|cf-cache-status|x-amz-cf-.+|x-azure-ref|x-kong-.+|x-varnish|x-served-by|x-proxy-cache|fly-request-id|l5d-.+)$/;

/** Cookies by which load balancers keep a client at one server. */
const stickyCookies = /^(?:AWSALB|AWSALBCORS|AWSALBTG|BIGipServer[^=]*|SERVERID|GCLB|INGRESSCOOKIE|ARRAffinity)=/i;

/** What an answer shows of a proxy on the way. None means that nothing shows, not that nothing is there: a Kubernetes Service leaves no trace. */
export function intermediarySigns(answer: Pick<Answer, 'headers'>): readonly IntermediarySign[] {
  return answer.headers
    .filter(([name, value]) => (name === 'server' && proxies.test(value)) || added.test(name) || (name === 'set-cookie' && stickyCookies.test(value)))
    .map(([header, value]) => ({ header, value: header === 'set-cookie' ? (value.split('=', 1)[0] ?? '') : value.slice(0, 200) }))
    .slice(0, 20);
}

const instanceHeaders = [
  'server',
  'x-powered-by',
  'x-server-hostname',
  'x-instance',
  'x-instance-id',
  'x-pod',
  'x-pod-name',
  'x-hostname',
  'x-backend-server',
  'x-node',
];

/** What two answers of one target say differently of who answered: then there are several servers behind it. */
export function differingHeader(first: Pick<Answer, 'headers'>, other: Pick<Answer, 'headers'>): IntermediarySign | undefined {
  for (const header of instanceHeaders) {
    const [before, now] = [headerOf(first, header), headerOf(other, header)];
    if (before !== now) return { header, value: `${before ?? '-'} / ${now ?? '-'}`.slice(0, 200) };
  }
  return undefined;
}
