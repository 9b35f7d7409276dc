import type { KeepAliveEntry } from '../entry.ts';

export const passenger: KeepAliveEntry = {
  id: 'passenger',
  name: 'Phusion Passenger standalone',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 60_000 }],
    key: 'keepalive_timeout of its nginx template',
    confidence: 'source',
    sources: [
      {
        title: 'phusion/passenger resources/templates/standalone/config.erb',
        url: 'https://github.com/phusion/passenger/blob/HEAD/resources/templates/standalone/config.erb',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { images: ['passenger'], commands: ['passenger'], serverHeaders: ['passenger'] },
};
