import type { KeepAliveEntry } from '../entry.ts';

export const tornado: KeepAliveEntry = {
  id: 'tornado',
  name: 'Tornado HTTPServer',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 3_600_000 }],
    measured: [{ version: 'release not recorded', survived: 140_000 }],
    key: 'idle_connection_timeout',
    confidence: 'measured',
    sources: [
      {
        title: 'tornadoweb/tornado tornado/httpserver.py',
        url: 'https://github.com/tornadoweb/tornado/blob/HEAD/tornado/httpserver.py',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections: open after 140 s' },
    ],
  },
  recognise: { serverHeaders: ['tornadoserver'] },
};
