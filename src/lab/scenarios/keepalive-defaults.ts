import { destinationRule } from './objects/istio.ts';
import { allReady, numbered, podNumber, servicePerPod } from './objects/stateful-set.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/** Each pair has a race of its own each minute; the more pairs, the sooner one is lost. */
const pairs = 12;

/** The race of the report as it is: nothing is scaled, and neither vmalert nor VictoriaMetrics has a flag about connections. */
export const keepaliveDefaults: Scenario = {
  id: 'keepalive-defaults',
  title: {
    en: 'keep-alive race at vmalert’s and VictoriaMetrics’ own defaults: 60 s against 60 s',
    'zh-TW': 'vmalert 與 VictoriaMetrics 皆用預設值時的 keep-alive 競賽：60 秒對 60 秒',
  },
  breaks: {
    en: 'twelve vmalert write once a minute, each to a vminsert of its own, which closes connections after 1 m of idling; their proxies keep them for 1 h',
    'zh-TW': '十二個 vmalert 每分鐘各寫入自己的 vminsert 一次；vminsert 閒置 1 分鐘即關閉連線，proxy 則保留 1 小時',
  },
  truth: {
    cause: 'keepalive-idle-mismatch',
    hop: 'vminsert-sidecar->vminsert',
    mustNot: ['oom-killed', 'app-crashed', 'crash-loop', 'connection-lifetime-limit', 'app-closed-mid-request', 'middlebox-idle-drop'],
  },
  observe: [{ workload: 'vminsert', shows: 'UC', atLeast: 1 }],
  race: { hop: 'vminsert', limitMs: 60_000 },
  seconds: 700,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...numbered(vminsert(), pairs), ...servicePerPod('vminsert', pairs, 8480));
    await stage.ready(['vmselect']);
    await allReady(stage, 'vminsert', pairs);
    await stage.apply(...numbered(vmalert(stage.namespace, writers(stage.namespace)), pairs));
    await allReady(stage, 'vmalert', pairs);
    // At real speed it is chance how soon: two losses are awaited for nine minutes, then one must do.
    const deadline = performance.now() + 540_000;
    await stage.until('race lost', () => stage.rows('vminsert', 'UC') >= (performance.now() < deadline ? 2 : 1), 720);
  },
  fix: {
    title: { en: 'the proxies give up idle connections after 50 s, before vminsert does', 'zh-TW': 'proxy 閒置 50 秒即放棄連線，早於 vminsert' },
    own: 'inbound-idle-limit',
    measuredAt: 'vmalert',
    seconds: 310,
    apply: (stage) =>
      stage.apply(
        destinationRule('idle-before-vminsert', {
          host: `*.${stage.namespace}.svc.cluster.local`,
          trafficPolicy: { connectionPool: { http: { idleTimeout: '50s' } } },
        }),
      ),
  },
};

function writers(namespace: string): Parameters<typeof vmalert>[1] {
  return {
    interval: '1m',
    writeTo: `http://vminsert-$(SHARD).${namespace}.svc:8480`,
    // Queries do not pass the proxy, where they would have the same race against vmselect; there vmalert's own 50 s hold.
    changes: { annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '8481' }, more: { env: [podNumber('SHARD')] } },
  };
}
