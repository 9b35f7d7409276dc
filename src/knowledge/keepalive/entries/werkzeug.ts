import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const werkzeug: KeepAliveEntry = {
  id: 'werkzeug',
  name: 'Werkzeug, Flask development server',
  role: 'server',
  aliases: ['flask'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 'each-response' }],
    close: 'fin',
    key: '(no keep-alive)',
    confidence: 'measured',
    sources: [
      {
        title: 'pallets/werkzeug src/werkzeug/serving.py',
        url: 'https://github.com/pallets/werkzeug/blob/HEAD/src/werkzeug/serving.py',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections' },
    ],
  },
  recognise: { commands: ['flask'], logs: ['This is a development server. Do not use it in a production deployment'], serverHeaders: ['werkzeug'] },
  note: both('Announces the close on every answer.', '每個回應都會宣告關閉。'),
};
