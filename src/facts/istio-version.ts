import { proxyConfigs, proxyServerInfo } from '../artifacts/envoy/index.ts';
import { proxySync } from '../artifacts/istiod/index.ts';
import type { Evidence, Traced } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { appContainers, pods } from './pods.ts';

/** The Istio version that runs, as found: from a proxy's own words first, then from istiod's, then from image tags. */
export const istioVersion: Fact<Traced<string> | undefined> = defineFact({
  id: 'istio-version',
  needs: {},
  wants: { proxyConfigs, proxyServerInfo, proxySync, pods },
  derive: ({ proxyConfigs, proxyServerInfo, proxySync, pods }) => {
    const told = [...(proxyConfigs ?? []), ...(proxyServerInfo ?? []), ...(proxySync ?? [])].find((item) => item.istioVersion !== undefined);
    if (told?.istioVersion !== undefined) return traced(told.istioVersion, { kind: 'field', at: told.at, value: told.istioVersion });
    for (const pod of pods ?? []) {
      const container =
        pod.containers.find((candidate) => candidate.isProxy) ?? appContainers(pod).find((candidate) => candidate.image?.includes('istio/pilot') === true);
      const tag = /:v?(\d+\.\d+(?:\.\d+)?[^@]*)/.exec(container?.image ?? '')?.[1];
      if (container !== undefined && tag !== undefined)
        return traced(tag, { kind: 'field', at: { ...pod.object.at, path: `${container.specPath}.image` }, value: container.image ?? '' });
    }
    return undefined;
  },
});

function traced(value: string, evidence: Evidence): Traced<string> {
  return { value, from: [evidence] };
}
