import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const haproxy: KeepAliveEntry = {
  id: 'haproxy',
  name: 'HAProxy',
  role: 'proxy',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 'never' }],
    measured: [
      { version: '2.6.12', setting: 'client 30s only', closes: { min: 29_992, max: 29_998 } },
      { version: '2.6.12', setting: 'http-keep-alive 3s', closes: { min: 2_993, max: 3_000 } },
      { version: '2.6.12', setting: 'http-request 4s only', closes: { min: 3_992, max: 3_999 } },
    ],
    announcesIdleClose: false,
    close: 'fin',
    key: 'timeout http-keep-alive, else timeout http-request, else timeout client',
    confidence: 'measured',
    sources: [
      {
        title: 'HAProxy configuration manual: timeout http-keep-alive',
        url: 'https://docs.haproxy.org/2.6/configuration.html#4.2-timeout%20http-keep-alive',
        version: 'HAProxy 2.6',
      },
      { title: 'measured on loopback with four connections', version: 'HAProxy 2.6.12' },
    ],
  },
  recognise: { images: ['haproxy'], commands: ['haproxy'] },
  note: both(
    'It has no built-in limit; the first of the three settings that is present counts, and nearly every configuration sets timeout client. Towards servers half of the idle connections are dropped every pool-purge-delay (5 s).',
    '沒有內建上限；三個設定中第一個有設定者生效，而幾乎所有組態都設定了 timeout client。對後端伺服器，每隔 pool-purge-delay（5 秒）會丟棄一半的閒置連線。',
  ),
};
