import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const puma: KeepAliveEntry = {
  id: 'puma',
  name: 'Puma',
  role: 'server',
  aliases: ['rails', 'ruby on rails'],
  checked: '2026-11-22',
  server: {
    idle: [
      { value: 65_000, versions: '>=7' },
      { value: 20_000, versions: '<7' },
    ],
    maxRequests: { value: 999, versions: '>=7' },
    key: 'persistent_timeout; max_keep_alive',
    confidence: 'source',
    sources: [
      { title: 'puma/puma lib/puma/configuration.rb', url: 'https://github.com/puma/puma/blob/HEAD/lib/puma/configuration.rb', version: 'source of 2026-08' },
      { title: 'puma/puma History.md (7.0: #3378, #3719)', url: 'https://github.com/puma/puma/blob/HEAD/History.md', version: 'source of 2026-08' },
    ],
  },
  recognise: { images: ['puma'], commands: ['puma'], logs: ['* Puma version:', 'Puma starting in'] },
  note: both(
    'Before 7 a connection went back to the queue, or was closed, after 10 requests in a row (max_fast_inline).',
    '7 之前，連線在連續 10 個請求（max_fast_inline）之後會回到佇列或被關閉。',
  ),
};
