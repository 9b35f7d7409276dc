import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** A connection is opened by a request, and later ones come each second: the one after ten seconds meets the end of the connection's life. */
export const connectionLifetimeLimit: Scenario = {
  id: 'connection-lifetime-limit',
  title: { en: 'the server ends connections at an age of 10 s, unannounced', 'zh-TW': '伺服器在連線滿 10 秒時逕行關閉，且未預告' },
  breaks: {
    en: 'orders closes each connection 10 s after it was opened, without announcing it; checkout asks every second',
    'zh-TW': 'orders 在每條連線建立 10 秒後未預告即關閉；checkout 每秒請求一次',
  },
  truth: {
    cause: 'connection-lifetime-limit',
    hop: 'orders-sidecar->orders',
    closedBy: 'server',
    mustNot: ['keepalive-idle-mismatch', 'app-crashed', 'oom-killed', 'crash-loop', 'shutdown-race'],
  },
  observe: [
    { workload: 'orders', shows: 'UC', atLeast: 4 },
    { workload: 'checkout', shows: '503', atLeast: 4 },
  ],
  seconds: 90,
  run: async (stage) => {
    await stage.apply(...server('orders', ['--max-age', '10s', '--keep-alive-timeout', '75s']));
    await stage.ready(['orders']);
    await stage.apply(...client('checkout', `http://orders.${stage.namespace}:8080/orders`, ['--period', '1s', '--jitter', '4ms', '--burst', '4']));
    await stage.ready(['checkout']);
    await stage.until('five connections ended under a request', () => stage.rows('orders', 'UC') >= 5, 300);
  },
};
