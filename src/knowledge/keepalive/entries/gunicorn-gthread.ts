import type { KeepAliveEntry } from '../entry.ts';

export const gunicornGthread: KeepAliveEntry = {
  id: 'gunicorn-gthread',
  name: 'Gunicorn with gthread workers',
  role: 'server',
  aliases: ['gunicorn'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 2_000 }],
    closesAfter: { min: 2_110, max: 2_621 },
    granularity: 1_000,
    measured: [{ version: '27.0.1', closes: { min: 2_110, max: 2_621 } }],
    announcesIdleClose: false,
    close: 'fin',
    key: '--keep-alive',
    flags: [{ name: 'keep-alive', unit: 's' }],
    confidence: 'measured',
    sources: [
      { title: 'benoitc/gunicorn gunicorn/config.py', url: 'https://github.com/benoitc/gunicorn/blob/HEAD/gunicorn/config.py', version: 'source of 2026-08' },
      { title: 'measured on loopback with four connections', version: 'Gunicorn 27.0.1' },
    ],
  },
  recognise: { logs: ['Using worker: gthread'] },
};
