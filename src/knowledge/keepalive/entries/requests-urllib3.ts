import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const requestsUrllib3: KeepAliveEntry = {
  id: 'requests-urllib3',
  name: 'Python requests, urllib3',
  role: 'client',
  aliases: ['urllib3', 'python requests'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 'never' }],
    key: '(none); HTTPAdapter(max_retries)',
    confidence: 'source',
    sources: [
      {
        title: 'urllib3/urllib3 src/urllib3/connectionpool.py',
        url: 'https://github.com/urllib3/urllib3/blob/HEAD/src/urllib3/connectionpool.py',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { clients: ['requests'] },
  note: both('Only asks, before reuse, whether the socket is readable.', '重複使用之前只檢查通訊端是否可讀。'),
};
