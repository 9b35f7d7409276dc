import { configMaps } from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { stringAt } from '../formats/json.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { pods } from './pods.ts';

/** The root namespace of a mesh whose evidence does not tell. */
const usualRootNamespace = 'istio-system';

/**
 * The namespace whose Istio objects hold for the whole mesh: what meshConfig names (ConfigMap `istio`, `rootNamespace`), else where the one istiod runs
 * (Istio's MeshConfig reference, 1.31: it defaults to istiod's own), else the usual one.
 */
export const rootNamespace: Fact<string> = defineFact({
  id: 'root-namespace',
  needs: {},
  wants: { configMaps, pods },
  derive: ({ configMaps = [], pods = [] }) => {
    const named = configMaps.flatMap((config) => rootOf(config) ?? []);
    const istiods = pods.filter(({ labels }) => labels['app'] === 'istiod').map(({ namespace }) => namespace);
    const [only, ...others] = new Set(named.length > 0 ? named : istiods);
    return only === undefined || others.length > 0 ? usualRootNamespace : only;
  },
});

/** Of `istio`, or `istio-REVISION`. */
function rootOf({ ref, object }: KubernetesObject): string | undefined {
  if (!/^istio(?:-|$)/.test(ref.name)) return undefined;
  return /^rootNamespace:\s*["']?([a-z0-9-]+)/m.exec(stringAt(object, 'data', 'mesh') ?? '')?.[1];
}
