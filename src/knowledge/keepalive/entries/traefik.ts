import type { KeepAliveEntry } from '../entry.ts';

export const traefik: KeepAliveEntry = {
  id: 'traefik',
  name: 'Traefik',
  role: 'proxy',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 180_000 }],
    key: 'entryPoints.<name>.transport.respondingTimeouts.idleTimeout; keepAliveMaxRequests; keepAliveMaxTime',
    flags: [{ name: 'entryPoints.web.transport.respondingTimeouts.idleTimeout', unit: 'go' }],
    confidence: 'source',
    sources: [
      {
        title: 'traefik/traefik pkg/config/static/static_config.go',
        url: 'https://github.com/traefik/traefik/blob/HEAD/pkg/config/static/static_config.go',
        version: 'source of 2026-08',
      },
    ],
  },
  client: {
    idle: [{ value: 90_000 }],
    key: 'serversTransport.forwardingTimeouts.idleConnTimeout',
    confidence: 'source',
    sources: [
      {
        title: 'traefik/traefik pkg/config/static/static_config.go',
        url: 'https://github.com/traefik/traefik/blob/HEAD/pkg/config/static/static_config.go',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { images: ['traefik'], commands: ['traefik'], logs: ['Traefik version'] },
};
