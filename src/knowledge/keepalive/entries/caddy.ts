import type { KeepAliveEntry } from '../entry.ts';

export const caddy: KeepAliveEntry = {
  id: 'caddy',
  name: 'Caddy',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [
      { value: 300_000, versions: '>=2.5' },
      { value: 'never', versions: '<2.5' },
    ],
    measured: [{ version: '2.6', survived: 140_000 }],
    key: 'servers { timeouts { idle 5m } }',
    confidence: 'measured',
    sources: [
      {
        title: 'caddyserver/caddy modules/caddyhttp/app.go',
        url: 'https://github.com/caddyserver/caddy/blob/HEAD/modules/caddyhttp/app.go',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'Caddy 2.6' },
    ],
  },
  client: {
    idle: [{ value: 120_000 }],
    key: 'reverse_proxy: transport http { keepalive }',
    confidence: 'source',
    sources: [
      {
        title: 'caddyserver/caddy modules/caddyhttp/reverseproxy/httptransport.go',
        url: 'https://github.com/caddyserver/caddy/blob/HEAD/modules/caddyhttp/reverseproxy/httptransport.go',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { images: ['caddy'], commands: ['caddy'], serverHeaders: ['caddy'] },
};
