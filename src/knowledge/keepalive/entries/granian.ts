import type { KeepAliveEntry } from '../entry.ts';

export const granian: KeepAliveEntry = {
  id: 'granian',
  name: 'Granian',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 30_000 }],
    closesAfter: { min: 29_991, max: 29_998 },
    measured: [{ version: '2.8.7', closes: { min: 29_991, max: 29_998 } }],
    announcesIdleClose: false,
    close: 'fin',
    key: '--http1-header-read-timeout (hyper)',
    flags: [{ name: 'http1-header-read-timeout', unit: 'ms' }],
    confidence: 'measured',
    sources: [
      {
        title: 'emmett-framework/granian granian/cli.py',
        url: 'https://github.com/emmett-framework/granian/blob/HEAD/granian/cli.py',
        version: 'source of 2026-08',
      },
      {
        title: 'hyperium/hyper src/server/conn/http1.rs',
        url: 'https://github.com/hyperium/hyper/blob/HEAD/src/server/conn/http1.rs',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'Granian 2.8.7' },
    ],
  },
  recognise: { images: ['granian'], commands: ['granian'], logs: ['Starting granian'], serverHeaders: ['granian'] },
};
