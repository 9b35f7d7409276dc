import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const okhttp: KeepAliveEntry = {
  id: 'okhttp',
  name: 'OkHttp',
  role: 'client',
  aliases: ['retrofit'],
  checked: '2026-11-30',
  client: {
    idle: [{ value: 300_000 }],
    retries: both('Silently, as long as retryOnConnectionFailure is true.', 'retryOnConnectionFailure 為 true 時默默重試。'),
    key: 'ConnectionPool(maxIdleConnections = 5, keepAliveDuration = 5 min)',
    confidence: 'source',
    sources: [
      {
        title: 'square/okhttp okhttp/src/main/kotlin/okhttp3/ConnectionPool.kt',
        url: 'https://github.com/square/okhttp/blob/HEAD/okhttp/src/main/kotlin/okhttp3/ConnectionPool.kt',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { clients: ['okhttp'] },
};
