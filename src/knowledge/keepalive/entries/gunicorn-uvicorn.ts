import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const gunicornUvicorn: KeepAliveEntry = {
  id: 'gunicorn-uvicorn',
  name: 'Gunicorn with Uvicorn workers',
  role: 'server',
  aliases: ['gunicorn'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 2_000 }],
    closesAfter: { min: 1_989, max: 1_996 },
    measured: [{ version: 'gunicorn 27.0.1 + uvicorn 0.54', closes: { min: 1_989, max: 1_996 } }],
    announcesIdleClose: false,
    close: 'fin',
    key: "--keep-alive (overrides Uvicorn's 5 s)",
    flags: [{ name: 'keep-alive', unit: 's' }],
    confidence: 'measured',
    sources: [{ title: 'measured on loopback with four connections', version: 'Gunicorn 27.0.1 with Uvicorn 0.54' }],
  },
  note: both(
    "Gunicorn's keep-alive of 2 s is handed to the worker: 2 s, not Uvicorn's 5 s.",
    'Gunicorn 的 keep-alive（2 秒）會傳給 worker：是 2 秒，而非 Uvicorn 的 5 秒。',
  ),
};
