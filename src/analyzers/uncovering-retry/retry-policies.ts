import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { fieldOf } from '../../facts/field-of.ts';
import type { ProxyView } from '../../facts/proxy-views.ts';
import { hostCovers } from '../../facts/virtual-service-match.ts';
import { clusterHost } from '../../facts/failures.ts';
import { asString, listAt, numberAt, objectsAt, stringAt } from '../../formats/json.ts';
import type { DefaultRetry } from '../../knowledge/versions/index.ts';
import type { Evidence, Traced } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import type { Loss } from './retried-loss.ts';

/** Retries that a VirtualService asks for. */
export interface AskedRetries {
  readonly entry: KubernetesObject;
  readonly gateways: readonly string[];
  /** Absent words: Istio fills in its own. */
  readonly retries: { readonly words?: readonly string[] };
  readonly evidence: Evidence;
}

/** The retries of every VirtualService whose hosts cover the incident's, whichever gateways they are for; one per object, its first. */
export function retriesFor(rules: readonly KubernetesObject[], incident: ObservedIncident, loss: Loss): readonly AskedRetries[] {
  const hosts = new Set(
    incident.failures.flatMap(({ cluster, authority }) => [clusterHost(cluster), authority?.replace(/:\d+$/, '')].filter((host) => host !== undefined)),
  );
  return rules.flatMap((entry): readonly AskedRetries[] => {
    const named = listAt(entry.object, 'spec', 'hosts').flatMap((host) => asString(host) ?? []);
    if (!named.some((name) => [...hosts].some((host) => hostCovers(name, host, entry.ref.namespace, loss.clientNamespace)))) return [];
    const gateways = listAt(entry.object, 'spec', 'gateways').flatMap((gateway) => asString(gateway) ?? []);
    const all = objectsAt(entry.object, 'spec', 'http');
    const index = all.findIndex((route) => (numberAt(route, 'retries', 'attempts') ?? 0) > 0);
    const retryOn = stringAt(all[index], 'retries', 'retryOn');
    const field = fieldOf(entry, 'spec', 'http', index, 'retries', ...(retryOn === undefined ? ['attempts'] : ['retryOn']));
    if (index < 0 || field === undefined) return [];
    // with several rules a row alone seldom tells which one took it
    if (all.length > 1 && !all.every((route) => stringAt(route, 'retries', 'retryOn') === retryOn)) return [];
    const words = retryOn?.split(',').map((word) => word.trim());
    return [{ entry, gateways, retries: words === undefined ? {} : { words }, evidence: field }];
  });
}

/**
 * Whether a retry policy takes the failure (Envoy 1.40 retry_state_impl.cc; run in a lab with 1.36.4 to 1.40.0): a 503 of another proxy is an
 * answer, so words for resets do not see it; a reset of the own connection after the request was handed over is no answer, no
 * connect-failure, and never `before-request`.
 */
export function covers(words: readonly string[], kind: Loss['kind']): boolean {
  const taking = kind === 'answer' ? ['5xx', 'gateway-error', '503'] : ['5xx', 'gateway-error', 'reset'];
  return words.some((word) => taking.includes(word));
}

/** `connect-failure, 503`: words and status codes as a VirtualService has them. */
export function wordsOf({
  retryOn,
  statusCodes,
}: { readonly retryOn: readonly string[]; readonly statusCodes: readonly number[] } | DefaultRetry): readonly string[] {
  return [...retryOn.filter((word) => word !== 'retriable-status-codes'), ...statusCodes.map(String)];
}

/** What a proxy was told for that VirtualService: the mesh's defaults are in it. */
export function policyInProxy(views: ReadonlyMap<string, ProxyView> | undefined, virtualService: string): Traced<readonly string[]> | undefined {
  for (const view of views?.values() ?? []) {
    const route = view.config?.routes.find((candidate) => candidate.virtualService === virtualService && candidate.retryPolicy !== undefined);
    if (route?.retryPolicy === undefined) continue;
    const { retryOn, statusCodes } = route.retryPolicy.value;
    return { value: wordsOf({ retryOn: retryOn.split(','), statusCodes }), from: [{ kind: 'field', at: route.retryPolicy.at, value: retryOn }] };
  }
  return undefined;
}
