import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const undici: KeepAliveEntry = {
  id: 'undici',
  name: 'Node.js fetch, undici',
  role: 'client',
  aliases: ['node fetch', 'nodejs fetch'],
  checked: '2026-11-30',
  client: {
    idle: [{ value: 4_000 }],
    header: both(
      'Honours `Keep-Alive: timeout=`, less 2 s (less 1 s before April 2024).',
      '遵守 `Keep-Alive: timeout=`，並減去 2 秒（2024 年 4 月之前減 1 秒）。',
    ),
    key: 'keepAliveTimeout; keepAliveMaxTimeout 600 s; keepAliveTimeoutThreshold',
    confidence: 'source',
    sources: [
      {
        title: 'nodejs/undici lib/dispatcher/client.js',
        url: 'https://github.com/nodejs/undici/blob/HEAD/lib/dispatcher/client.js',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { clients: ['undici'] },
};
