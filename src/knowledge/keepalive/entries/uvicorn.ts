import type { KeepAliveEntry } from '../entry.ts';

export const uvicorn: KeepAliveEntry = {
  id: 'uvicorn',
  name: 'Uvicorn',
  role: 'server',
  aliases: ['fastapi', 'starlette'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 5_000 }],
    closesAfter: { min: 4_988, max: 4_998 },
    measured: [{ version: '0.54', closes: { min: 4_988, max: 4_998 } }],
    announcesIdleClose: false,
    close: 'fin',
    key: '--timeout-keep-alive',
    flags: [{ name: 'timeout-keep-alive', unit: 's' }],
    confidence: 'measured',
    sources: [
      { title: 'encode/uvicorn uvicorn/config.py', url: 'https://github.com/encode/uvicorn/blob/HEAD/uvicorn/config.py', version: 'source of 2026-08' },
      { title: 'measured on loopback with four connections', version: 'Uvicorn 0.54' },
    ],
  },
  recognise: { images: ['uvicorn'], commands: ['uvicorn', 'fastapi'], logs: ['Uvicorn running on'], serverHeaders: ['uvicorn'] },
};
