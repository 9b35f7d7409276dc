import { proxyConfigs, proxyServerInfo } from '../artifacts/envoy/index.ts';
import { proxySync } from '../artifacts/istiod/index.ts';
import { parseVersion } from '../knowledge/versions/index.ts';
import type { Traced } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type Container, type Pod, pods } from './pods.ts';

/**
 * The Istio version that runs. What configuration means is decided by the one who writes it, so istiod's image comes first, then the proxies'
 * own words, then their images. Where one of these names two minors (an upgrade under way, revisions side by side), none is the version:
 * undefined, and every possibility stays open.
 */
export const istioVersion: Fact<Traced<string> | undefined> = defineFact({
  id: 'istio-version',
  needs: {},
  wants: { proxyConfigs, proxyServerInfo, proxySync, pods },
  derive: ({ proxyConfigs, proxyServerInfo, proxySync, pods }) => {
    const told = [...(proxyConfigs ?? []), ...(proxyServerInfo ?? []), ...(proxySync ?? [])].flatMap(
      ({ istioVersion: value, at }): readonly Traced<string>[] => (value === undefined ? [] : [{ value, from: [{ kind: 'field', at, value }] }]),
    );
    const images = (isWanted: (container: Container) => boolean): readonly Traced<string>[] =>
      (pods ?? []).flatMap((pod) => pod.containers.filter(isWanted).flatMap((container) => tagOf(pod, container) ?? []));
    const known = [images(({ image }) => /\/pilot(?::|@|$)/.test(image ?? '')), told, images(({ isProxy }) => isProxy)].find((list) => list.length > 0) ?? [];
    return new Set(known.map(({ value }) => minorOf(value))).size === 1 ? known[0] : undefined;
  },
});

function tagOf(pod: Pod, container: Container): Traced<string> | undefined {
  const tag = /:v?(\d+\.\d+(?:\.\d+)?[^@]*)/.exec(container.image ?? '')?.[1];
  if (tag === undefined) return undefined;
  return { value: tag, from: [{ kind: 'field', at: { ...pod.object.at, path: `${container.specPath}.image` }, value: container.image ?? '' }] };
}

function minorOf(version: string): string {
  const parsed = parseVersion(version);
  return parsed === undefined ? version : `${parsed.major}.${parsed.minor ?? ''}`;
}
