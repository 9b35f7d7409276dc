import { destinationRule } from './objects/istio.ts';
import { lostAtMoments } from './objects/lost-at-moments.ts';
import { allReady, numbered, podNumber, servicePerPod } from './objects/stateful-set.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/** Writers that share one vminsert share its proxy's pool, where no connection idles for 5 s: each has its own. */
const pairs = 6;

/** The race of the report, made twelve times faster: server and writer both at 5 s instead of 60 s. */
export const keepaliveAppHop: Scenario = {
  id: 'keepalive-app-hop',
  title: {
    en: 'keep-alive race between the server-side proxy and vminsert, scaled to 5 s',
    'zh-TW': '伺服器端 proxy 與 vminsert 之間的 keep-alive 競賽，縮短為 5 秒',
  },
  breaks: {
    en: 'six vmalert write every 5 s, each to a vminsert of its own, which closes connections after 5 s of idling; their proxies keep them for 1 h',
    'zh-TW': '六個 vmalert 每 5 秒各寫入自己的 vminsert 一次；vminsert 閒置 5 秒即關閉連線，proxy 則保留 1 小時',
  },
  truth: {
    cause: 'keepalive-idle-mismatch',
    hop: 'vminsert-sidecar->vminsert',
    mustNot: ['oom-killed', 'crash-loop', 'certificate-expired', 'app-closed-mid-request'],
  },
  observe: [{ workload: 'vminsert', shows: 'UC', atLeast: 4 }],
  race: { hop: 'vminsert', limitMs: 5000 },
  seconds: 180,
  run: async (stage) => {
    const writeTo = `http://vminsert-$(SHARD).${stage.namespace}.svc:8480`;
    await stage.apply(...vmselect(), ...numbered(vminsert(['-http.idleConnTimeout=5s']), pairs), ...servicePerPod('vminsert', pairs, 8480));
    await stage.ready(['vmselect']);
    await allReady(stage, 'vminsert', pairs);
    // Its flush ticker is 2 s by default, which would make 4 s and 6 s of every 5 s.
    const writers = { interval: '5s', flags: ['-remoteWrite.flushInterval=1s'], writeTo, changes: { more: { env: [podNumber('SHARD')] } } };
    await stage.apply(...numbered(vmalert(stage.namespace, writers), pairs));
    await allReady(stage, 'vmalert', pairs);
    await lostAtMoments(stage, 'vminsert', 4, 400);
  },
  fix: {
    title: { en: 'the proxies give up idle connections after 3 s, before vminsert does', 'zh-TW': 'proxy 閒置 3 秒即放棄連線，早於 vminsert' },
    own: 'inbound-idle-limit',
    measuredAt: 'vmalert',
    seconds: 60,
    apply: (stage) =>
      stage.apply(
        destinationRule('idle-before-vminsert', {
          host: `*.${stage.namespace}.svc.cluster.local`,
          trafficPolicy: { connectionPool: { http: { idleTimeout: '3s' } } },
        }),
      ),
  },
};
