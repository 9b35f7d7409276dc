import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const cowboy: KeepAliveEntry = {
  id: 'cowboy',
  name: 'Erlang Cowboy (default of Phoenix before 1.7.11)',
  role: 'server',
  aliases: ['phoenix', 'erlang', 'elixir'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 5_000 }],
    maxRequests: { value: 1_000, versions: '>=2.8' },
    key: 'request_timeout (quiet between requests); idle_timeout 60000 (while active); max_keepalive',
    confidence: 'source',
    sources: [
      {
        title: 'ninenines/cowboy doc/src/manual/cowboy_http.asciidoc',
        url: 'https://github.com/ninenines/cowboy/blob/HEAD/doc/src/manual/cowboy_http.asciidoc',
        version: 'source of 2026-08',
      },
      { title: 'ninenines/cowboy src/cowboy_http.erl', url: 'https://github.com/ninenines/cowboy/blob/HEAD/src/cowboy_http.erl', version: 'source of 2026-08' },
    ],
  },
  recognise: { logs: ['Endpoint with cowboy', 'using cowboy'], serverHeaders: ['cowboy'] },
  note: both(
    'The idle limit is request_timeout, 5 s, not idle_timeout, 60 s. max_keepalive was 100 before 2.8.',
    '閒置上限是 request_timeout（5 秒），而非 idle_timeout（60 秒）。max_keepalive 在 2.8 之前為 100。',
  ),
};
