import type { KeepAliveEntry } from '../entry.ts';

export const actix: KeepAliveEntry = {
  id: 'actix',
  name: 'actix-web',
  role: 'server',
  aliases: ['actix web'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 5_000 }],
    key: 'HttpServer::keep_alive',
    confidence: 'source',
    sources: [
      {
        title: 'actix/actix-web actix-http/src/keep_alive.rs',
        url: 'https://github.com/actix/actix-web/blob/HEAD/actix-http/src/keep_alive.rs',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { logs: ['actix_server::', 'starting service: "actix-web-service'] },
};
