import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const kong: KeepAliveEntry = {
  id: 'kong',
  name: 'Kong Gateway',
  role: 'proxy',
  checked: '2026-11-30',
  server: {
    idle: [{ value: 75_000 }],
    maxRequests: { value: 10_000 },
    key: 'nginx_http_keepalive_timeout; nginx_http_keepalive_requests',
    confidence: 'source',
    sources: [
      {
        title: 'Kong/kong kong/templates/kong_defaults.lua',
        url: 'https://github.com/Kong/kong/blob/HEAD/kong/templates/kong_defaults.lua',
        version: 'source of 2026-08',
      },
    ],
  },
  client: {
    idle: [{ value: 60_000 }],
    maxRequests: { value: 10_000 },
    key: 'upstream_keepalive_idle_timeout; upstream_keepalive_max_requests; upstream_keepalive_pool_size',
    confidence: 'source',
    sources: [
      {
        title: 'Kong/kong kong/templates/kong_defaults.lua',
        url: 'https://github.com/Kong/kong/blob/HEAD/kong/templates/kong_defaults.lua',
        version: 'source of 2026-08',
      },
    ],
  },
  note: both(
    'An enterprise release whose defaults were looked at sends at most 100 requests over an upstream connection.',
    '曾查看其預設值的一個企業版，在一條上游連線上最多送出 100 個請求。',
  ),
};
