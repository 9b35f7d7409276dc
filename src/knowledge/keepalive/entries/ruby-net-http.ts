import type { KeepAliveEntry } from '../entry.ts';

export const rubyNetHttp: KeepAliveEntry = {
  id: 'ruby-net-http',
  name: 'Ruby Net::HTTP',
  role: 'client',
  aliases: ['net::http', 'ruby'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 2_000 }],
    key: 'keep_alive_timeout',
    confidence: 'document',
    sources: [{ title: 'Ruby stdlib: Net::HTTP#keep_alive_timeout', url: 'https://docs.ruby-lang.org/en/master/Net/HTTP.html' }],
  },
};
