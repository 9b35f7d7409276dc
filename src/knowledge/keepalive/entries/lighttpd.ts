import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const lighttpd: KeepAliveEntry = {
  id: 'lighttpd',
  name: 'lighttpd',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 5_000 }],
    closesAfter: { min: 5_195, max: 6_360 },
    granularity: 1_000,
    measured: [{ version: '1.4.69', closes: { min: 5_195, max: 6_360 } }],
    maxRequests: { value: 1_000, versions: '>=1.4.65', announced: true },
    announcesIdleClose: false,
    close: 'fin',
    key: 'server.max-keep-alive-idle; server.max-keep-alive-requests',
    confidence: 'measured',
    sources: [
      {
        title: 'lighttpd/lighttpd1.4 src/configfile.c',
        url: 'https://github.com/lighttpd/lighttpd1.4/blob/HEAD/src/configfile.c',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'lighttpd 1.4.69' },
    ],
  },
  recognise: { images: ['lighttpd'], commands: ['lighttpd'], serverHeaders: ['lighttpd'] },
  note: both('100 requests before 1.4.65. It lingers after its FIN.', '1.4.65 之前為 100 個請求。送出 FIN 後會延遲關閉。'),
};
