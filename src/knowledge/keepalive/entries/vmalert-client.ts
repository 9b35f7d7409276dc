import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const vmalertClient: KeepAliveEntry = {
  id: 'vmalert-client',
  name: 'vmalert to datasource, remoteWrite and remoteRead',
  role: 'client',
  aliases: ['vmalert client'],
  checked: '2026-11-30',
  client: {
    idle: [
      { value: 50_000, versions: '>=1.102' },
      {
        value: 90_000,
        versions: '<1.102',
        reference: { title: 'Go net/http DefaultTransport.IdleConnTimeout', url: 'https://pkg.go.dev/net/http#DefaultTransport', version: 'Go 1.26' },
      },
    ],
    key: '-datasource.idleConnTimeout, -remoteWrite.idleConnTimeout, -remoteRead.idleConnTimeout',
    flags: [
      { name: 'remoteWrite.idleConnTimeout', unit: 'go' },
      { name: 'datasource.idleConnTimeout', unit: 'go' },
      { name: 'remoteRead.idleConnTimeout', unit: 'go' },
    ],
    confidence: 'source',
    sources: [
      {
        title: 'VictoriaMetrics app/vmalert/remotewrite/init.go',
        url: 'https://github.com/VictoriaMetrics/VictoriaMetrics/blob/master/app/vmalert/remotewrite/init.go',
        version: 'VictoriaMetrics 1.102.0',
      },
    ],
  },
  recognise: { clients: ['vmalert'] },
  note: both(
    'Chosen below the 60 s of VictoriaMetrics. A sidecar undoes it: Envoy keeps the connections behind it for its own 1 h.',
    '刻意小於 VictoriaMetrics 的 60 秒。sidecar 會使其失效：Envoy 以自己的 1 小時保留其後方的連線。',
  ),
};
