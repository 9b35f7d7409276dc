import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import { service } from './objects/workload.ts';
import type { Scenario } from './scenario.ts';

/** A Service whose selector was changed to a label that no pod has; the pods themselves are ready. */
export const selectorMismatch: Scenario = {
  id: 'selector-mismatch',
  title: { en: 'the Service of vminsert selects a label that its pods do not have', 'zh-TW': 'vminsert 的 Service 選取了其 Pod 沒有的標籤' },
  breaks: {
    en: 'while writes are well, the selector of Service vminsert is changed to app: vm-insert; its pods are labelled app: vminsert',
    'zh-TW': '寫入正常時，將 Service vminsert 的 selector 改為 app: vm-insert；Pod 的標籤則是 app: vminsert',
  },
  truth: {
    cause: 'service-selector-mismatch',
    hop: 'vmalert-sidecar->vminsert-sidecar',
    mustNot: ['readiness-failing', 'outlier-ejection', 'target-port-mismatch', 'oom-killed', 'shutdown-race'],
  },
  observe: [{ workload: 'vmalert', shows: 'UH', atLeast: 3 }],
  seconds: 45,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...vminsert());
    await stage.ready(['vmselect', 'vminsert']);
    await stage.apply(...vmalert(stage.namespace, { interval: '2s', flags: ['-remoteWrite.flushInterval=1s'] }));
    await stage.ready(['vmalert']);
    await stage.until('a write that arrives', () => stage.rows('vmalert', '204') >= 2);
    await stage.apply(service('vminsert', 8480, { selector: { app: 'vm-insert' } }));
    await stage.until('writes without a host', () => stage.rows('vmalert', 'UH') >= 5);
  },
  fix: {
    title: { en: 'the Service selects the label that the pods have', 'zh-TW': 'Service 改選 Pod 實際擁有的標籤' },
    own: 'service-selector',
    measuredAt: 'vmalert',
    seconds: 15,
    apply: (stage) => stage.apply(service('vminsert', 8480)),
  },
};
