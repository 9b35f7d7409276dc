import type { KeepAliveEntry } from '../entry.ts';

export const aiohttpClient: KeepAliveEntry = {
  id: 'aiohttp-client',
  name: 'aiohttp client',
  role: 'client',
  checked: '2026-11-22',
  client: {
    idle: [{ value: 15_000 }],
    key: 'TCPConnector(keepalive_timeout=15)',
    confidence: 'source',
    sources: [
      {
        title: 'aio-libs/aiohttp aiohttp/connector.py',
        url: 'https://github.com/aio-libs/aiohttp/blob/HEAD/aiohttp/connector.py',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { clients: ['aiohttp'] },
};
