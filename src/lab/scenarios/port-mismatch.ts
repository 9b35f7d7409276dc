import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import { service } from './objects/workload.ts';
import type { Scenario } from './scenario.ts';

/** A Service whose targetPort is a port of vminsert's cluster-native listener, which is not enabled. */
export const portMismatch: Scenario = {
  id: 'port-mismatch',
  title: { en: 'the Service of vminsert points at a port where nothing listens', 'zh-TW': 'vminsert 的 Service 指向無人監聽的連接埠' },
  breaks: {
    en: 'Service vminsert has targetPort 8400; vminsert listens on 8480',
    'zh-TW': 'Service vminsert 的 targetPort 為 8400；vminsert 監聽 8480',
  },
  truth: {
    cause: 'target-port-mismatch',
    hop: 'vminsert-sidecar->vminsert',
    mustNot: ['app-not-listening', 'startup-race', 'network-policy-blocked', 'oom-killed', 'crash-loop'],
  },
  observe: [{ workload: 'vminsert', shows: 'UF', atLeast: 3 }],
  seconds: 40,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...vminsert(), service('vminsert', 8480, { targetPort: 8400 }));
    await stage.ready(['vmselect', 'vminsert']);
    await stage.apply(...vmalert(stage.namespace, { interval: '2s', flags: ['-remoteWrite.flushInterval=1s'] }));
    await stage.ready(['vmalert']);
    await stage.until('refused connections', () => stage.rows('vminsert', 'UF') >= 5);
  },
  fix: {
    title: { en: 'the Service points at the port where vminsert listens', 'zh-TW': 'Service 指向 vminsert 監聽的連接埠' },
    own: 'service-target-port',
    measuredAt: 'vmalert',
    seconds: 15,
    apply: (stage) => stage.apply(service('vminsert', 8480)),
  },
};
