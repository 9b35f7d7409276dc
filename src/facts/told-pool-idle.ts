import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { stringsAt } from '../formats/json.ts';
import { parseDuration } from '../formats/time/index.ts';
import { keepAliveEntries } from '../knowledge/keepalive/entries.ts';
import type { Place, Traced } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import type { Milliseconds } from '../model/time.ts';

/** A limit of a proxy's pool. `isAssumed`: it is the documented default of a setting that no evidence would show, so that it may be another. */
export interface ToldPoolIdle {
  readonly limit: Traced<Milliseconds>;
  readonly isAssumed: boolean;
}

/**
 * How long a proxy that is not Envoy keeps an idle connection to its upstream, as far as that is known: an AWS load balancer always has a limit, and
 * an ingress-nginx controller keeps connections unless its ConfigMap says otherwise. Plain nginx and HAProxy say it in files that no evidence shows;
 * undefined for them.
 */
export function toldPoolIdle(failure: Failure, configMaps: readonly KubernetesObject[] = []): ToldPoolIdle | undefined {
  const { told, writer, evidence } = failure;
  const at = evidence[0].at;
  if (told?.proxy === 'aws-alb') return documented('aws-alb', at, true);
  if (told?.proxy !== 'nginx' || !/ingress-nginx|nginx-ingress/.test(writer.workload.name)) return undefined;
  const own = configMaps.filter(({ ref }) => ref.namespace === writer.workload.namespace);
  for (const map of own) {
    const set = stringsAt(map.object, 'data')['upstream-keepalive-timeout'];
    const value = set === undefined ? undefined : /^\d{1,9}$/.test(set) ? Number(set) * 1_000 : parseDuration(set);
    if (set !== undefined && value !== undefined)
      return { limit: { value, from: [{ kind: 'field', at: { ...map.at, path: 'data.upstream-keepalive-timeout' }, value: set }] }, isAssumed: false };
  }
  return documented('ingress-nginx', at, !own.some(({ ref }) => /ingress|controller/.test(ref.name)));
}

function documented(id: string, at: Place, isAssumed: boolean): ToldPoolIdle | undefined {
  const side = keepAliveEntries.find((entry) => entry.id === id)?.client;
  const value = side?.idle[0]?.value;
  const [reference] = side?.sources ?? [];
  if (typeof value !== 'number' || reference === undefined) return undefined;
  return { limit: { value, from: [{ kind: 'default', at, value, documentedBy: reference }] }, isAssumed };
}
