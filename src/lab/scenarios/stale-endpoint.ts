import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

const xdsPort = '15012';

/** A proxy that istiod does not reach any more keeps sending to the address of a pod that has left. */
export const staleEndpoint: Scenario = {
  id: 'stale-endpoint',
  title: { en: 'a proxy cut off from istiod that keeps the address of a replaced pod', 'zh-TW': '與 istiod 失聯的 proxy 仍保留已被替換之 Pod 的位址' },
  breaks: {
    en: 'packets between frontend’s pod and istiod (port 15012) are dropped silently; then the pod of catalog is replaced and gets another address',
    'zh-TW': 'frontend 的 Pod 與 istiod（連接埠 15012）之間的封包被靜默丟棄；隨後 catalog 的 Pod 被替換並取得新位址',
  },
  truth: {
    cause: 'stale-endpoints',
    hop: 'frontend-sidecar->catalog-sidecar',
    mustNot: ['pinned-stale-address', 'network-policy-blocked', 'readiness-failing', 'target-port-mismatch', 'oom-killed'],
  },
  observe: [{ workload: 'frontend', shows: 'UF', atLeast: 3 }],
  seconds: 110,
  run: async (stage) => {
    await stage.apply(...server('catalog'));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--period', '2s']));
    await stage.ready(['frontend']);
    await stage.until('an answered request', () => stage.rows('frontend', '200') >= 5);
    for (const pod of stage.pods('frontend')) {
      await stage.inPod(pod, ['iptables', '-t', 'mangle', '-A', 'OUTPUT', '-p', 'tcp', '--dport', xdsPort, '-j', 'DROP']);
      await stage.inPod(pod, ['iptables', '-t', 'mangle', '-A', 'PREROUTING', '-p', 'tcp', '--sport', xdsPort, '-j', 'DROP']);
    }
    for (const pod of stage.pods('catalog')) await stage.deletePod(pod, 2);
    await stage.wait(1);
    await stage.ready(['catalog']);
    await stage.until('connections to an address that no pod has', () => stage.rows('frontend', 'UF') >= 5);
    // Failures in the first minute may still be the shutdown's; that they go on is what tells a stale list.
    await stage.wait(75);
  },
};
