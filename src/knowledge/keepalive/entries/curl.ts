import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const curl: KeepAliveEntry = {
  id: 'curl',
  name: 'curl, libcurl',
  role: 'client',
  aliases: ['libcurl', 'php curl'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 118_000 }],
    retries: both('Once, over a new connection, if a reused one was dead.', '若重複使用的連線已失效，則以新連線重試一次。'),
    key: 'CURLOPT_MAXAGE_CONN',
    confidence: 'source',
    sources: [{ title: 'curl/curl lib/url.c', url: 'https://github.com/curl/curl/blob/HEAD/lib/url.c', version: 'source of 2026-08' }],
  },
};
