import type { KeepAliveEntry } from '../entry.ts';

export const hypercorn: KeepAliveEntry = {
  id: 'hypercorn',
  name: 'Hypercorn',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 5_000 }],
    closesAfter: { min: 4_988, max: 4_999 },
    measured: [{ version: '0.18', closes: { min: 4_988, max: 4_999 } }],
    maxRequests: { value: 1_000, announced: true },
    announcesIdleClose: false,
    close: 'fin',
    key: 'keep_alive_timeout; keep_alive_max_requests',
    flags: [{ name: 'keep-alive', unit: 's' }],
    confidence: 'measured',
    sources: [
      {
        title: 'pgjones/hypercorn src/hypercorn/config.py',
        url: 'https://github.com/pgjones/hypercorn/blob/HEAD/src/hypercorn/config.py',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'Hypercorn 0.18' },
    ],
  },
  recognise: { images: ['hypercorn'], commands: ['hypercorn'], serverHeaders: ['hypercorn-h11', 'hypercorn-h2', 'hypercorn-h3'] },
};
