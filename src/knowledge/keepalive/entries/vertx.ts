import type { KeepAliveEntry } from '../entry.ts';

export const vertx: KeepAliveEntry = {
  id: 'vertx',
  name: 'Vert.x HttpServer',
  role: 'server',
  aliases: ['vert.x'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 'never' }],
    key: 'HttpServerOptions.idleTimeout',
    confidence: 'source',
    sources: [
      {
        title: 'eclipse-vertx/vert.x vertx-core/src/main/java/io/vertx/core/net/TCPSSLOptions.java (0 = never)',
        url: 'https://github.com/eclipse-vertx/vert.x/blob/HEAD/vertx-core/src/main/java/io/vertx/core/net/TCPSSLOptions.java',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { logs: ['io.vertx.', 'Succeeded in deploying verticle'] },
};
