import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const nginx: KeepAliveEntry = {
  id: 'nginx',
  name: 'nginx (as a server)',
  role: 'server',
  aliases: ['nginx server'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 75_000 }],
    closesAfter: { min: 74_994, max: 75_001 },
    measured: [{ version: '1.22.1', closes: { min: 74_994, max: 75_001 } }],
    maxRequests: { value: 1_000, versions: '>=1.19.10', announced: true },
    maxAge: { value: 3_600_000, announced: true },
    announcesIdleClose: false,
    close: 'fin',
    header: both(
      'Sends `Keep-Alive: timeout=` only if keepalive_timeout has a second argument.',
      '只有 keepalive_timeout 有第二個引數時才送出 `Keep-Alive: timeout=`。',
    ),
    key: 'keepalive_timeout (its second argument is the value advertised in Keep-Alive: timeout=); keepalive_requests; keepalive_time',
    confidence: 'measured',
    sources: [
      {
        title: 'nginx/nginx src/http/ngx_http_core_module.c (keepalive_timeout 75000, keepalive_requests 1000, keepalive_time 3600000)',
        url: 'https://github.com/nginx/nginx/blob/HEAD/src/http/ngx_http_core_module.c',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'nginx 1.22.1' },
    ],
  },
  recognise: {
    images: ['nginx', 'nginx-unprivileged', 'openresty'],
    commands: ['nginx', 'openresty'],
    logs: ['start worker process'],
    serverHeaders: ['nginx', 'openresty'],
  },
  note: both(
    'keepalive_requests was 100 before 1.19.10; keepalive_time exists since 1.19.10.',
    'keepalive_requests 在 1.19.10 之前為 100；keepalive_time 自 1.19.10 起才有。',
  ),
};
