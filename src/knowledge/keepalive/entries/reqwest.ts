import type { KeepAliveEntry } from '../entry.ts';

export const reqwest: KeepAliveEntry = {
  id: 'reqwest',
  name: 'reqwest, hyper-util legacy client',
  role: 'client',
  aliases: ['hyper client', 'rust client'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 90_000 }],
    key: 'pool_idle_timeout',
    confidence: 'source',
    sources: [
      {
        title: 'hyperium/hyper-util src/client/legacy/client.rs',
        url: 'https://github.com/hyperium/hyper-util/blob/HEAD/src/client/legacy/client.rs',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { clients: ['reqwest'] },
};
