import { causes } from '../../causes/index.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { unannouncedClose } from '../../causes/unannounced-close.ts';
import { indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { targetRef } from '../../facts/incident-target.ts';
import { targetOf, traffic } from '../../facts/traffic.ts';
import { fitOf, type Sign, type Signature, signatures } from '../../knowledge/signatures.ts';
import { type AnyAnalyzer, defineAnalyzer, type Message } from '../../model/analyzer.ts';
import type { Failure, ObservedIncident, Traffic } from '../../model/failure.ts';

const table: ReadonlyMap<string, Signature> = new Map(Object.entries(signatures));

/** What any of the signs hints at, one of which it must have been. */
function oneOf(...signs: readonly Sign[]): Message['bearsOn'] {
  return causes.flatMap((cause) => {
    const signature = table.get(cause.id);
    return signature !== undefined && signs.some((sign) => fitOf(sign, signature) === 'leaves') ? [{ cause, as: 'hints' as const }] : [];
  });
}

/** Methods that nginx sends again after it has sent them once (ngx_http_upstream_next: all but these three, unless `non_idempotent` is set). */
const neverRepeated: ReadonlySet<string> = new Set(['POST', 'PATCH', 'LOCK']);

/** Observes failures that proxies other than Envoy tell of, where their lines leave the kind of failure or its author open. */
export const otherProxyFailures: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'other-proxy-failures',
    title: 'Failures told by other proxies',
    description:
      'nginx, HAProxy, load balancers, Linkerd and ztunnel tell less of a failure than Envoy does. Says which of their answers have several possible reasons, which were made further on and by whom that is not seen, and what nginx’s own repeats show.',
    references: [
      { title: 'nginx source: ngx_http_upstream_next in src/http/ngx_http_upstream.c', version: 'nginx 1.9.13 to 1.29' },
      {
        title: 'nginx: proxy_next_upstream',
        url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream',
        version: 'nginx 1.29',
      },
      {
        title: 'ingress-nginx: log format',
        url: 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/',
        version: 'controller 1.14',
      },
      {
        title: 'Troubleshoot your Application Load Balancers',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
        version: 'document of 2026',
      },
    ],
  },
  needs: { traffic },
  messages: {
    reasonNotTold: {
      severity: 'warning',
      text: '{proxy} made {count} of {failures} answers for {target} itself; its log does not tell whether the connection was refused, reset, failed in TLS or brought no valid HTTP. Its error log would.',
      bearsOn: oneOf('reset-remote', 'refused-remote', 'connect-unreachable', 'connect-reset', 'tls-protocol', 'tls-certificate', 'protocol'),
    },
    lateReasonNotTold: {
      severity: 'warning',
      text: '{proxy} made {count} of {failures} answers for {target} itself (504); its log does not tell whether the connection or the answer came too late. Its error log would.',
      bearsOn: oneOf('timeout', 'connect-timeout'),
    },
    makerNotTold: {
      severity: 'warning',
      text: '{count} of {failures} failures for {target} are in lines of {proxy} that do not tell whether it made the answer or passed it on. Its error log would.',
      bearsOn: oneOf(
        'reset-remote',
        'refused-remote',
        'connect-unreachable',
        'connect-reset',
        'connect-timeout',
        'tls-protocol',
        'tls-certificate',
        'protocol',
        'timeout',
        'answered',
      ),
    },
    nobodyAsked: {
      severity: 'warning',
      text: '{proxy} made {count} of {failures} answers for {target} without asking any server: it had none to ask, or was told to answer itself.',
      bearsOn: oneOf('no-host', 'denied'),
    },
    onlyUnrepeatable: {
      severity: 'info',
      text: 'nginx lost {count} requests for {target} on ended connections, all with methods that it does not send again ({methods}), and repeated {saved} others by itself: fits connections that had been idle.',
      bearsOn: [
        { cause: keepaliveIdleMismatch, as: 'hints' },
        { cause: unannouncedClose, as: 'hints' },
      ],
    },
    repeatable: {
      severity: 'info',
      text: '{count} requests for {target} that nginx lost on ended connections may be sent again ({methods}) and were tried once, while it repeated {saved} others: these connections had not been used before.',
      bearsOn: [
        { cause: keepaliveIdleMismatch, as: 'opposes' },
        { cause: unannouncedClose, as: 'opposes' },
      ],
    },
    oneSideOnly: {
      severity: 'info',
      text: '{count} of {failures} failures for {target} are answers that {proxy} passed on; only its side was logged, so whether the application or a proxy before it made them is not seen.',
      bearsOn: [],
    },
  },
  *analyze({ traffic }, report) {
    for (const incident of traffic.incidents) {
      const { target } = incident;
      const failures = incident.failures.length;
      const common = { subject: targetRef(incident), incident: incident.id };
      for (const [message, is] of open) {
        for (const [proxy, explains] of byProxy(incident, is)) {
          yield report(message, { ...common, data: { proxy, count: explains.length, failures, target }, evidence: someRowsOf(incident, explains), explains });
        }
      }
      const lost = indicesWhere(incident, ({ told }) => told?.proxy === 'nginx' && told.fault === 'reset' && told.method !== undefined);
      const saved = savedByNginx(traffic, target);
      if (lost.length >= leastLost && saved > 0) {
        const repeatable = lost.filter((index) => isTriedOnce(incident.failures[index]));
        const explains = repeatable.length > 0 ? repeatable : lost;
        const methods = [...new Set(explains.flatMap((index) => incident.failures[index]?.told?.method ?? []))].toSorted().join(', ');
        const data = { count: explains.length, target, methods, saved };
        if (repeatable.length >= leastLost) yield report('repeatable', { ...common, data, evidence: someRowsOf(incident, explains) });
        else if (lost.every((index) => neverRepeated.has(incident.failures[index]?.told?.method ?? '')))
          yield report('onlyUnrepeatable', { ...common, data, evidence: someRowsOf(incident, explains), explains });
      }
      for (const [proxy, passedOn] of byProxy(incident, ({ family, unseenBeyond }) => family === 'answered' && unseenBeyond)) {
        yield report('oneSideOnly', { ...common, data: { count: passedOn.length, failures, target, proxy }, evidence: someRowsOf(incident, passedOn) });
      }
    }
  },
});

/** Fewer tell nothing of a habit. */
const leastLost = 3;

/** Kinds of failure that a proxy's line leaves open. */
const open = [
  ['reasonNotTold', ({ told, code }: Failure): boolean => told?.fault === 'unnamed' && code !== 504 && told.proxy !== 'ztunnel'],
  ['lateReasonNotTold', ({ told, code }: Failure): boolean => told?.fault === 'unnamed' && code === 504],
  ['makerNotTold', ({ told }: Failure): boolean => told?.fault === 'unsigned'],
  ['nobodyAsked', ({ told }: Failure): boolean => told?.fault === 'unasked'],
] as const;

/** Indices of failures by the proxy that tells of them. */
function byProxy(incident: ObservedIncident, is: (failure: Failure) => boolean): ReadonlyMap<string, readonly number[]> {
  const own = indicesWhere(incident, (failure) => failure.told !== undefined && is(failure));
  return Map.groupBy(own, (index) => tellerOf(incident.failures[index]));
}

/** The proxy whose line it is: the writer, but for answers that it passed on, where the hop names it. */
function tellerOf(failure: Failure | undefined): string {
  if (failure === undefined) return '';
  return failure.family === 'answered' ? (failure.hop.split('->')[0] ?? failure.writer.name) : failure.writer.name;
}

function isTriedOnce(failure: Failure | undefined): boolean {
  const { method = '', attempts } = failure?.told ?? {};
  return !neverRepeated.has(method) && attempts === 1;
}

/** Attempts for a target that nginx repeated itself. */
function savedByNginx({ saved }: Traffic, target: string): number {
  return saved.filter((failure) => failure.told?.proxy === 'nginx' && targetOf(failure) === target).length;
}
