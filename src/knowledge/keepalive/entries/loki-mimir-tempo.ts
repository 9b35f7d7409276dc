import type { KeepAliveEntry } from '../entry.ts';

export const lokiMimirTempo: KeepAliveEntry = {
  id: 'loki-mimir-tempo',
  name: 'Loki, Mimir, Tempo, Cortex (dskit server)',
  role: 'server',
  aliases: ['loki', 'mimir', 'tempo', 'cortex', 'dskit', 'grafana'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 120_000 }],
    key: '-server.http-idle-timeout',
    flags: [{ name: 'server.http-idle-timeout', unit: 'go' }],
    confidence: 'source',
    sources: [{ title: 'grafana/dskit server/server.go', url: 'https://github.com/grafana/dskit/blob/HEAD/server/server.go', version: 'source of 2026-08' }],
  },
  recognise: {
    images: ['loki', 'mimir', 'tempo', 'cortex'],
    commands: ['loki', 'mimir', 'tempo', 'cortex'],
    logs: ['Starting Loki', 'Starting Mimir', 'Starting Tempo'],
  },
};
