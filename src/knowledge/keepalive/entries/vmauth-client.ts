import type { KeepAliveEntry } from '../entry.ts';

export const vmauthClient: KeepAliveEntry = {
  id: 'vmauth-client',
  name: 'vmauth to its backends',
  role: 'client',
  aliases: ['vmauth client'],
  checked: '2026-11-22',
  client: {
    idle: [
      { value: 50_000, versions: '>=1.102' },
      {
        value: 90_000,
        versions: '<1.102',
        reference: { title: 'Go net/http DefaultTransport.IdleConnTimeout', url: 'https://pkg.go.dev/net/http#DefaultTransport', version: 'Go 1.26' },
      },
    ],
    key: '-idleConnTimeout',
    flags: [{ name: 'idleConnTimeout', unit: 'go' }],
    confidence: 'source',
    sources: [
      {
        title: 'VictoriaMetrics app/vmauth/main.go',
        url: 'https://github.com/VictoriaMetrics/VictoriaMetrics/blob/master/app/vmauth/main.go',
        version: 'VictoriaMetrics 1.102.0',
      },
    ],
  },
  recognise: { clients: ['vmauth'] },
};
