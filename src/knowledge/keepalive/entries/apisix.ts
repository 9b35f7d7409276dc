import type { KeepAliveEntry } from '../entry.ts';

export const apisix: KeepAliveEntry = {
  id: 'apisix',
  name: 'Apache APISIX',
  role: 'proxy',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 60_000 }],
    key: 'nginx_config.http.keepalive_timeout',
    confidence: 'source',
    sources: [
      { title: 'apache/apisix apisix/cli/config.lua', url: 'https://github.com/apache/apisix/blob/HEAD/apisix/cli/config.lua', version: 'source of 2026-08' },
    ],
  },
  client: {
    idle: [{ value: 60_000 }],
    maxRequests: { value: 1_000 },
    key: 'nginx_config.http.upstream.keepalive_timeout, keepalive_requests, keepalive',
    confidence: 'source',
    sources: [
      { title: 'apache/apisix apisix/cli/config.lua', url: 'https://github.com/apache/apisix/blob/HEAD/apisix/cli/config.lua', version: 'source of 2026-08' },
    ],
  },
  recognise: { images: ['apisix'], commands: ['apisix'], serverHeaders: ['apisix'] },
};
