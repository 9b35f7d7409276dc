import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const waitress: KeepAliveEntry = {
  id: 'waitress',
  name: 'Waitress',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 120_000 }],
    closesAfter: { min: 120_000, max: 150_000 },
    granularity: 30_000,
    measured: [{ version: '3.0.2', closes: { min: 126_597, max: 127_263 } }],
    announcesIdleClose: false,
    close: 'fin',
    key: 'channel_timeout; cleanup_interval 30',
    flags: [{ name: 'channel-timeout', unit: 's' }],
    confidence: 'measured',
    sources: [
      {
        title: 'Pylons/waitress src/waitress/adjustments.py',
        url: 'https://github.com/Pylons/waitress/blob/HEAD/src/waitress/adjustments.py',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'Waitress 3.0.2' },
    ],
  },
  recognise: { images: ['waitress'], commands: ['waitress-serve'], logs: ['waitress - Serving on', 'INFO:waitress:Serving on'], serverHeaders: ['waitress'] },
  note: both('Channels are swept every 30 s, so connections end between 120 s and 150 s.', '每 30 秒清理一次，因此連線在 120 到 150 秒之間結束。'),
};
