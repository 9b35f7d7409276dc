import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const vmagentClient: KeepAliveEntry = {
  id: 'vmagent-client',
  name: 'vmagent remote write',
  role: 'client',
  aliases: ['vmagent client', 'vmagent remote write'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 60_000 }],
    key: '(not configurable)',
    confidence: 'source',
    sources: [
      {
        title: 'VictoriaMetrics app/vmagent/remotewrite/client.go',
        url: 'https://github.com/VictoriaMetrics/VictoriaMetrics/blob/master/app/vmagent/remotewrite/client.go',
        version: 'VictoriaMetrics 1.60 to 1.150',
      },
    ],
  },
  recognise: { clients: ['vmagent'] },
  note: both('Equal to the 60 s of the servers it writes to.', '與其寫入之伺服器的 60 秒相同。'),
};
