import type { KeepAliveEntry } from '../entry.ts';

export const cloudflare: KeepAliveEntry = {
  id: 'cloudflare',
  name: 'Cloudflare to the origin',
  role: 'client',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 400_000 }],
    key: 'fixed',
    confidence: 'document',
    sources: [{ title: 'Cloudflare: connection limits', url: 'https://developers.cloudflare.com/fundamentals/reference/connection-limits/' }],
  },
  client: {
    idle: [{ value: 900_000 }],
    key: 'fixed (Proxy Idle Timeout)',
    confidence: 'document',
    sources: [{ title: 'Cloudflare: connection limits', url: 'https://developers.cloudflare.com/fundamentals/reference/connection-limits/' }],
  },
  recognise: { serverHeaders: ['cloudflare'] },
};
