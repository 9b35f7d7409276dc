import { destinationRule, virtualService } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** A canary release whose subset was never defined: routes name a cluster that does not exist. */
export const noCluster: Scenario = {
  id: 'no-cluster',
  title: {
    en: 'a VirtualService that routes to a subset which no DestinationRule defines',
    'zh-TW': 'VirtualService 導向沒有任何 DestinationRule 定義的 subset',
  },
  breaks: {
    en: 'the VirtualService of catalog sends half of the requests to subset canary; the DestinationRule defines only stable',
    'zh-TW': 'catalog 的 VirtualService 將半數請求導向 subset canary；DestinationRule 只定義 stable',
  },
  truth: { cause: 'unknown-cluster', hop: 'frontend-sidecar', mustNot: ['no-route', 'sidecar-scope', 'readiness-failing', 'oom-killed', 'config-rejected'] },
  observe: [{ workload: 'frontend', shows: 'NC', atLeast: 3 }],
  seconds: 40,
  run: async (stage) => {
    const host = `catalog.${stage.namespace}.svc.cluster.local`;
    const weighted = (subset: string): object => ({ destination: { host, subset }, weight: 50 });
    await stage.apply(
      ...server('catalog', [], { labels: { version: 'v1' } }),
      destinationRule('catalog', { host, subsets: [{ name: 'stable', labels: { version: 'v1' } }] }),
      virtualService('catalog', { hosts: [host], http: [{ route: [weighted('stable'), weighted('canary')] }] }),
    );
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--period', '500ms']));
    await stage.ready(['frontend']);
    await stage.until('requests to a cluster that does not exist', () => stage.rows('frontend', 'NC') >= 8);
  },
  fix: {
    title: { en: 'the DestinationRule defines the subset too', 'zh-TW': 'DestinationRule 也定義該 subset' },
    own: 'route-destination',
    measuredAt: 'frontend',
    seconds: 15,
    apply: (stage) => {
      const host = `catalog.${stage.namespace}.svc.cluster.local`;
      const labels = { version: 'v1' };
      return stage.apply(
        destinationRule('catalog', {
          host,
          subsets: [
            { name: 'stable', labels },
            { name: 'canary', labels },
          ],
        }),
      );
    },
  },
};
