import type { KeepAliveEntry } from '../entry.ts';

export const daphne: KeepAliveEntry = {
  id: 'daphne',
  name: 'Daphne (Twisted HTTPFactory)',
  role: 'server',
  aliases: ['django channels', 'twisted'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 60_000 }],
    closesAfter: { min: 59_991, max: 59_997 },
    measured: [{ version: '4.2.3', closes: { min: 59_991, max: 59_997 } }],
    announcesIdleClose: false,
    close: 'fin',
    key: "(Twisted's factory time-out)",
    confidence: 'measured',
    sources: [{ title: 'measured on loopback with four connections', version: 'Daphne 4.2.3' }],
  },
  recognise: { images: ['daphne'], commands: ['daphne'], logs: ['Listening on TCP address'], serverHeaders: ['daphne'] },
};
