import { virtualService } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario, Stage } from './scenario.ts';

const idleSeconds = 30;

/** A stateful firewall between two pods that forgets idle connections and drops, silently, what it does not know any more. */
export const middleboxDrop: Scenario = {
  id: 'middlebox-drop',
  title: { en: 'a firewall on the way forgets idle connections', 'zh-TW': '路徑上的防火牆遺忘閒置連線' },
  breaks: {
    en: `between the pods of frontend and catalog a firewall forgets connections after ${idleSeconds} s without a packet and drops their packets; frontend asks at irregular times, up to 50 s apart; both ends would keep connections for an hour; the VirtualService of catalog has timeout 3s`,
    'zh-TW': `frontend 與 catalog 的 Pod 之間，防火牆在 ${idleSeconds} 秒無封包後遺忘連線並丟棄其封包；frontend 以不規則間隔（最長 50 秒）發出請求；兩端皆會保留連線一小時；catalog 的 VirtualService 逾時為 3 秒`,
  },
  truth: {
    cause: 'middlebox-idle-drop',
    hop: 'frontend-sidecar->catalog-sidecar',
    closedBy: 'network',
    mustNot: ['keepalive-idle-mismatch', 'network-policy-blocked', 'oom-killed', 'app-crashed', 'stale-endpoints', 'cpu-saturated'],
  },
  observe: [{ workload: 'frontend', shows: 'UT', atLeast: 5 }],
  needs: ['root'],
  seconds: 170,
  run: async (stage) => {
    const host = `catalog.${stage.namespace}.svc.cluster.local`;
    await stage.apply(
      ...server('catalog', ['--keep-alive-timeout', '3600s']),
      virtualService('catalog', { hosts: [host], http: [{ route: [{ destination: { host } }], timeout: '3s', retries: { attempts: 0 } }] }),
    );
    await stage.ready(['catalog']);
    const flags = ['--period', '25s', '--jitter', '25s', '--start-delay', '8s', '--idle', '3600s'];
    await stage.apply(
      ...client('frontend', `http://${host}:8080/items`, flags, {
        replicas: 4,
        // Each pod has a rhythm of its own, which follows from its address.
        command: ['sh', '-c', 'exec node client.mjs --seed "${POD_IP##*.}" "$@"', 'client'],
        more: { env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }] },
      }),
    );
    await stage.ready(['frontend']);
    try {
      await stage.onNode(['nft', firewall(stage)]);
      await stage.until('requests lost after the quiet', () => stage.rows('frontend', 'UT') >= 7, 480);
    } finally {
      // Later pods may get these addresses.
      await stage.onNode(['nft', `delete table ip ${tableOf(stage)}`]).catch(() => undefined);
    }
  },
};

function tableOf({ namespace }: Stage): string {
  return `firewall-${namespace}`;
}

/**
 * Connection tracking of the node does the forgetting; only packets between the pods of frontend and catalog are concerned. A packet of an unknown connection is `new` without SYN.
 */
function firewall(stage: Stage): string {
  const addresses = [...stage.pods('frontend'), ...stage.pods('catalog')].flatMap(({ ip }) => (ip === undefined ? [] : [ip]));
  const pair = 'ip saddr @pods ip daddr @pods';
  return [
    `table ip ${tableOf(stage)} {`,
    `set pods { type ipv4_addr; elements = { ${addresses.join(', ')} }; }`,
    `ct timeout idle {`,
    `protocol tcp; l3proto ip; policy = { established : ${idleSeconds} };`,
    `}`,
    `chain discard {`,
    `type filter hook forward priority 0; policy accept;`,
    // Takes effect for connections that begin after it.
    `${pair} ct timeout set "idle"`,
    `${pair} ct state new tcp flags & (syn | rst) == 0x0 counter drop`,
    `${pair} ct state invalid counter drop`,
    `}`,
    `}`,
  ].join('\n');
}
