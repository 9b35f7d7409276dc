import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const apacheHttpd: KeepAliveEntry = {
  id: 'apache-httpd',
  name: 'Apache httpd',
  role: 'server',
  aliases: ['apache', 'httpd'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 5_000 }],
    closesAfter: { min: 4_995, max: 4_998 },
    measured: [{ version: '2.4.71 event', closes: { min: 4_995, max: 4_998 } }],
    maxRequests: { value: 100, announced: true },
    announcesIdleClose: false,
    close: 'fin',
    key: 'KeepAliveTimeout; MaxKeepAliveRequests',
    confidence: 'measured',
    sources: [
      { title: 'apache/httpd include/httpd.h', url: 'https://github.com/apache/httpd/blob/HEAD/include/httpd.h', version: 'source of 2026-08' },
      { title: 'measured on loopback with four connections', version: 'Apache httpd 2.4.71, event MPM' },
    ],
  },
  recognise: {
    images: ['httpd', 'apache2'],
    commands: ['httpd', 'httpd-foreground', 'apache2', 'apache2ctl', 'apache2-foreground'],
    logs: ['resuming normal operations'],
    serverHeaders: ['apache'],
  },
  note: both(
    'The request limit counts kept-alive requests: 101 answers in all. It lingers after its FIN. Sample configurations of 1.3 and 2.0 set 15 s.',
    '請求上限計算的是保持連線之後的請求：總共 101 個回應。送出 FIN 後會延遲關閉。1.3 與 2.0 的範例組態設為 15 秒。',
  ),
};
