import type { KeepAliveEntry } from '../entry.ts';

export const prometheus: KeepAliveEntry = {
  id: 'prometheus',
  name: 'Prometheus web server',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 300_000 }],
    key: '--web.read-timeout (becomes the idle limit, for no IdleTimeout is set)',
    flags: [{ name: 'web.read-timeout', unit: 'go' }],
    confidence: 'source',
    sources: [
      { title: 'prometheus/prometheus web/web.go', url: 'https://github.com/prometheus/prometheus/blob/HEAD/web/web.go', version: 'source of 2026-08' },
      {
        title: 'prometheus/prometheus cmd/prometheus/main.go (default 5m)',
        url: 'https://github.com/prometheus/prometheus/blob/HEAD/cmd/prometheus/main.go',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { images: ['prometheus'], commands: ['prometheus'], logs: ['Starting Prometheus Server', 'Starting Prometheus"'] },
};
