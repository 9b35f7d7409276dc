import type { KeepAliveEntry } from '../entry.ts';

export const fasthttp: KeepAliveEntry = {
  id: 'fasthttp',
  name: 'fasthttp, Fiber',
  role: 'server',
  aliases: ['fiber', 'gofiber'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 'never' }],
    key: 'Server.IdleTimeout (0: ReadTimeout)',
    confidence: 'source',
    sources: [{ title: 'valyala/fasthttp server.go', url: 'https://github.com/valyala/fasthttp/blob/HEAD/server.go', version: 'source of 2026-08' }],
  },
  client: {
    idle: [{ value: 10_000 }],
    key: 'Client.MaxIdleConnDuration',
    confidence: 'source',
    sources: [{ title: 'valyala/fasthttp client.go', url: 'https://github.com/valyala/fasthttp/blob/HEAD/client.go', version: 'source of 2026-08' }],
  },
  recognise: { logs: ['Fiber v'], serverHeaders: ['fasthttp'] },
};
