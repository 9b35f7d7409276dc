import { virtualService } from './objects/istio.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/** A VirtualService whose only match was written for VictoriaMetrics' cluster version; writes have another path. */
export const noRoute: Scenario = {
  id: 'no-route',
  title: { en: 'a VirtualService whose matches do not cover the path of the writes', 'zh-TW': 'VirtualService 的比對條件未涵蓋寫入路徑' },
  breaks: {
    en: 'while writes are well, a VirtualService for vminsert is applied that matches only the prefix /insert/0/; vmalert writes to /api/v1/write',
    'zh-TW': '寫入正常時，套用只比對前綴 /insert/0/ 的 vminsert VirtualService；vmalert 寫入 /api/v1/write',
  },
  truth: { cause: 'no-route', hop: 'vmalert-sidecar', mustNot: ['unknown-cluster', 'sidecar-scope', 'authorization-denied', 'oom-killed', 'config-rejected'] },
  observe: [{ workload: 'vmalert', shows: 'NR', atLeast: 3 }],
  seconds: 45,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...vminsert());
    await stage.ready(['vmselect', 'vminsert']);
    await stage.apply(...vmalert(stage.namespace, { interval: '2s', flags: ['-remoteWrite.flushInterval=1s'] }));
    await stage.ready(['vmalert']);
    await stage.until('a write that arrives', () => stage.rows('vmalert', '204') >= 2);
    await stage.apply(routed(stage.namespace, '/insert/0/'));
    await stage.until('writes without a route', () => stage.rows('vmalert', 'NR') >= 4);
  },
  fix: {
    title: { en: 'the VirtualService matches the path that vmalert writes to', 'zh-TW': 'VirtualService 比對 vmalert 實際寫入的路徑' },
    own: 'fallback-route',
    measuredAt: 'vmalert',
    seconds: 15,
    apply: (stage) => stage.apply(routed(stage.namespace, '/api/v1/')),
  },
};

function routed(namespace: string, prefix: string): ReturnType<typeof virtualService> {
  const host = `vminsert.${namespace}.svc.cluster.local`;
  return virtualService('vminsert', {
    hosts: [host],
    http: [{ name: 'writes', match: [{ uri: { prefix } }], route: [{ destination: { host, port: { number: 8480 } } }] }],
  });
}
