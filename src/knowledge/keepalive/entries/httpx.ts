import type { KeepAliveEntry } from '../entry.ts';

export const httpx: KeepAliveEntry = {
  id: 'httpx',
  name: 'Python httpx',
  role: 'client',
  checked: '2026-11-22',
  client: {
    idle: [{ value: 5_000 }],
    key: 'Limits(keepalive_expiry=5)',
    confidence: 'source',
    sources: [{ title: 'encode/httpx httpx/_config.py', url: 'https://github.com/encode/httpx/blob/HEAD/httpx/_config.py', version: 'source of 2026-08' }],
  },
  recognise: { clients: ['httpx'] },
};
