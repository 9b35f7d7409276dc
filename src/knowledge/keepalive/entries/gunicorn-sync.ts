import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const gunicornSync: KeepAliveEntry = {
  id: 'gunicorn-sync',
  name: 'Gunicorn with sync workers',
  role: 'server',
  aliases: ['gunicorn'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 'each-response' }],
    close: 'fin',
    key: '(no keep-alive)',
    confidence: 'measured',
    sources: [
      { title: 'benoitc/gunicorn gunicorn/config.py', url: 'https://github.com/benoitc/gunicorn/blob/HEAD/gunicorn/config.py', version: 'source of 2026-08' },
      { title: 'measured on loopback with four connections', version: 'Gunicorn 27.0.1' },
    ],
  },
  recognise: { logs: ['Using worker: sync'] },
  note: both(
    'Announces the close on every answer. A connection that is opened and not used blocks the only worker for up to 30 s.',
    '每個回應都會宣告關閉。開啟但未使用的連線會占住唯一的 worker，最長 30 秒。',
  ),
};
