import type { KeepAliveEntry } from '../entry.ts';

export const promClient: KeepAliveEntry = {
  id: 'prom-client',
  name: 'Prometheus scrape, remote_write and Alertmanager (prometheus/common)',
  role: 'client',
  aliases: ['prometheus client', 'prometheus scrape', 'alertmanager'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 300_000 }],
    key: '(not configurable)',
    confidence: 'source',
    sources: [{ title: 'prometheus/common config/http_config.go', url: 'https://github.com/prometheus/common/blob/main/config/http_config.go' }],
  },
  recognise: { clients: ['prometheus'] },
};
