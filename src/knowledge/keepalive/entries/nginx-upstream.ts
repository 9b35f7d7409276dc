import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const nginxUpstream: KeepAliveEntry = {
  id: 'nginx-upstream',
  name: 'nginx upstream keepalive (as a client)',
  role: 'client',
  aliases: ['nginx upstream', 'nginx client'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 60_000 }],
    maxRequests: { value: 1_000 },
    maxAge: { value: 3_600_000 },
    key: 'upstream { keepalive_timeout, keepalive_requests, keepalive_time }',
    confidence: 'source',
    sources: [
      {
        title: 'nginx/nginx src/http/modules/ngx_http_upstream_keepalive_module.c',
        url: 'https://github.com/nginx/nginx/blob/HEAD/src/http/modules/ngx_http_upstream_keepalive_module.c',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { clients: ['nginx'] },
  note: both(
    'On by default in mainline since March 2026 (32 cached connections); before, only with a keepalive directive in the upstream block.',
    '自 2026 年 3 月的 mainline 起預設啟用（快取 32 條連線）；之前只有 upstream 區塊含 keepalive 指令時才啟用。',
  ),
};
