import type { KeepAliveEntry } from '../entry.ts';

export const unicorn: KeepAliveEntry = {
  id: 'unicorn',
  name: 'Unicorn',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 'each-response' }],
    close: 'fin',
    key: '(no keep-alive)',
    confidence: 'source',
    sources: [
      {
        title: 'defunkt/unicorn lib/unicorn/http_server.rb',
        url: 'https://github.com/defunkt/unicorn/blob/HEAD/lib/unicorn/http_server.rb',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { commands: ['unicorn', 'unicorn_rails'] },
};
