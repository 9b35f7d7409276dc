import { virtualServices } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { shutdownRace } from '../../causes/shutdown-race.ts';
import { clusterDomain } from '../../facts/cluster-domain.ts';
import { askedBy } from '../../facts/asked-by.ts';
import { clusterHost } from '../../facts/failures.ts';
import { fieldOf } from '../../facts/field-of.ts';
import { nameOfHost } from '../../facts/parties.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { virtualServicesFor } from '../../facts/virtual-service-match.ts';
import { objectsAt } from '../../formats/json.ts';
import { defaultOutboundRetry } from '../../knowledge/versions/index.ts';
import type { Failure } from '../../model/failure.ts';
import { type AnyFix, type Change, defineFix, type Manifest } from '../../model/fix.ts';
import { createdBeside, updated } from '../change.ts';
import { incidentFailures } from '../incident-failures.ts';
import { verifyCommand } from '../verify-command.ts';

/** Methods that change nothing however often they are asked (RFC 9110, 9.2.1). */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);
/** As many as Istio makes of its own accord. */
const attempts = 2;

/** Lets callers send a request again that met a connection which was about to close. */
export const requestRetry: AnyFix = defineFix({
  meta: {
    id: 'request-retry',
    title: 'Retries of a route',
    description: 'Lets the callers’ proxies try again what a closing connection lost, which Istio’s own retries do not cover. Hides the fault; comes last.',
    references: [
      {
        title: 'Istio VirtualService: HTTPRetry',
        url: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry',
        version: 'Istio 1.22 to 1.31',
      },
      {
        title: 'Envoy source/common/router/retry_state_impl.cc: reset-before-request does not cover a request that was handed to a connection',
        version: 'Envoy 1.40',
      },
      { title: 'RFC 9110, 9.2: safe and idempotent methods', url: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.2', version: '2022' },
    ],
  },
  causes: [keepaliveIdleMismatch, shutdownRace],
  needs: { traffic, virtualServices, services, clusterDomain },
  texts: {
    tryAgain: 'Until it is mended, let callers of {service} try again after {words}, at most {attempts} times.',
    onAnother: 'A lost request is sent once more, on another connection; callers notice nothing but the time it takes.',
    twice: 'A request that was worked on before its connection ended is done twice: {methods} is safe only where the application takes the same request twice.',
    hides: 'The fault stays; its failures are to be counted as URX and as attempts above 1 from then on.',
    load: 'Where the server fails for load, retries make more of it.',
    meshOnly: 'Only callers with a proxy of the mesh try again, and only on ports that are declared as HTTP or gRPC.',
  },
  *propose({ traffic, virtualServices, services, clusterDomain }, named) {
    const failures = incidentFailures(traffic, named);
    const lost = failures.filter(
      ({ family, hop }) => (family === 'reset' || family === 'connect') && (named.ranked.hop === undefined || hop === named.ranked.hop),
    );
    const [first] = lost;
    const { name, namespace } = nameOfHost(clusterHost(first?.cluster) ?? first?.authority ?? '');
    const service = services.find((each) => each.name === name && each.namespace === namespace);
    if (first === undefined || service === undefined || lost.some((failure) => askedBy(failure).atGateway)) return;
    const host = `${service.name}.${service.namespace}.svc.${clusterDomain}`;
    const words = [...(defaultOutboundRetry(undefined).possible.at(-1)?.value.retryOn ?? []), ...new Set(lost.map(wordFor))];
    const retries = { attempts, retryOn: words.join(',') };
    const [rule, another] = virtualServicesFor({ ...askedBy(first), authority: host }, virtualServices);
    if (another !== undefined) return;
    const change = rule === undefined ? newRule(service.name, service.namespace, host, retries, virtualServices) : withRetries(rule, retries);
    if (change === undefined) return;
    const methods = [...new Set(lost.map((failure) => askedBy(failure).method ?? '?'))].filter((method) => !safeMethods.has(method));
    yield {
      title: { say: 'tryAgain', data: { service: service.key, words: words.slice(-new Set(lost.map(wordFor)).size).join(', '), attempts } },
      effect: { say: 'onAnother', data: {} },
      limits: [
        ...(methods.length === 0 ? [] : [{ say: 'twice' as const, data: { methods: methods.join(', ') } }]),
        { say: 'hides', data: {} },
        { say: 'load', data: {} },
        { say: 'meshOnly', data: {} },
      ],
      purpose: 'mitigate',
      risk: 'traffic-change',
      rank: 20,
      changes: [change],
      because: [first.evidence[0], ...(rule === undefined ? [] : [fieldOf(rule, 'spec', 'http')].flatMap((field) => (field === undefined ? [] : [field])))],
      verifyWith: [verifyCommand(named.incident.target)],
    };
  },
});

/** What the caller's proxy sees: the 503 of the server's proxy for what that lost towards its application, else the lost connection itself. */
const wordFor = ({ direction }: Failure): string => (direction === 'inbound' ? '503' : 'reset');

function newRule(name: string, namespace: string, host: string, retries: Manifest, existing: readonly KubernetesObject[]): Change | undefined {
  return createdBeside(existing, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: `${name}-retry`, namespace },
    spec: { hosts: [host], http: [{ route: [{ destination: { host } }], retries }] },
  });
}

/** Routes that say nothing of retries get them; what a person said of them stays. */
function withRetries(rule: KubernetesObject, retries: Manifest): Change | undefined {
  const http = objectsAt(rule.object, 'spec', 'http') as readonly Manifest[]; // parsed from JSON or YAML
  const isOpen = (each: Manifest): boolean => each['retries'] === undefined && each['route'] !== undefined;
  return http.some(isOpen) ? updated(rule, { spec: { http: http.map((each) => (isOpen(each) ? { ...each, retries } : each)) } }) : undefined;
}
