import { nativeSidecar } from './objects/rollout.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/** The node runs out of memory, and the only vminsert goes. */
export const eviction: Scenario = {
  id: 'eviction',
  title: { en: 'the node evicts the only vminsert pod', 'zh-TW': '節點驅逐唯一的 vminsert pod' },
  breaks: {
    en: 'the node is low on memory and evicts vminsert (one replica, no requests set); until its successor is ready, writes find no endpoint',
    'zh-TW': '節點記憶體不足而驅逐 vminsert（單一副本、未設定 requests）；繼任者就緒之前，寫入找不到端點',
  },
  truth: {
    cause: 'evicted',
    hop: 'vmalert-sidecar->vminsert-sidecar',
    mustNot: ['oom-killed', 'shutdown-race', 'readiness-failing', 'keepalive-idle-mismatch', 'crash-loop', 'service-selector-mismatch', 'startup-race'],
  },
  observe: [{ workload: 'vmalert', shows: 'UH', atLeast: 2 }],
  seconds: 50,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...vminsert([], { annotations: nativeSidecar }));
    await stage.ready(['vmselect', 'vminsert']);
    await stage.apply(
      ...vmalert(stage.namespace, { interval: '1s', flags: ['-remoteWrite.flushInterval=500ms'], changes: { replicas: 2, annotations: nativeSidecar } }),
    );
    await stage.ready(['vmalert']);
    await stage.wait(6);
    const [pod] = stage.pods('vminsert');
    if (pod === undefined) throw new Error('no pod of vminsert');
    await stage.evict(pod, { resource: 'memory', threshold: '100Mi', available: '61032Ki', container: { name: 'vminsert', usage: '1893276Ki', request: '0' } });
    await stage.until('writes fail', () => stage.rows('vmalert', 'UH') >= 2, 40);
    await stage.ready(['vminsert']);
    await stage.wait(5);
  },
};
