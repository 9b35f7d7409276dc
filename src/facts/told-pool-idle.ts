import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { stringsAt } from '../formats/json.ts';
import { parseDuration } from '../formats/time/index.ts';
import { keepAliveEntries } from '../knowledge/keepalive/entries.ts';
import type { Place, Traced } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import type { Milliseconds } from '../model/time.ts';

/**
 * How long a proxy that is not Envoy keeps an idle connection to its upstream, as far as that is known: an AWS load balancer always has a limit, and
 * an ingress-nginx controller keeps connections unless its ConfigMap says otherwise. Plain nginx and HAProxy say it in files that no evidence shows;
 * undefined for them. A limit on the load balancer itself may differ from the default, so it is one.
 */
export function toldPoolIdle(failure: Failure, configMaps: readonly KubernetesObject[] = []): Traced<Milliseconds> | undefined {
  const { told, writer, evidence } = failure;
  const at = evidence[0].at;
  if (told?.proxy === 'aws-alb') return documented('aws-alb', at);
  if (told?.proxy !== 'nginx' || !/ingress-nginx|nginx-ingress/.test(writer.workload.name)) return undefined;
  for (const map of configMaps) {
    if (map.ref.namespace !== writer.workload.namespace) continue;
    const set = stringsAt(map.object, 'data')['upstream-keepalive-timeout'];
    const value = set === undefined ? undefined : /^\d{1,9}$/.test(set) ? Number(set) * 1_000 : parseDuration(set);
    if (set !== undefined && value !== undefined)
      return { value, from: [{ kind: 'field', at: { ...map.at, path: 'data.upstream-keepalive-timeout' }, value: set }] };
  }
  return documented('ingress-nginx', at);
}

function documented(id: string, at: Place): Traced<Milliseconds> | undefined {
  const side = keepAliveEntries.find((entry) => entry.id === id)?.client;
  const value = side?.idle[0]?.value;
  const [reference] = side?.sources ?? [];
  if (typeof value !== 'number' || reference === undefined) return undefined;
  return { value, from: [{ kind: 'default', at, value, documentedBy: reference }] };
}
