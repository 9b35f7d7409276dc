import type { KeepAliveEntry } from '../entry.ts';

export const fastify: KeepAliveEntry = {
  id: 'fastify',
  name: 'Fastify',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 72_000 }],
    key: 'Fastify({ keepAliveTimeout })',
    confidence: 'document',
    sources: [{ title: 'Fastify docs: Server, keepAliveTimeout', url: 'https://fastify.dev/docs/latest/Reference/Server/#keepalivetimeout' }],
  },
};
