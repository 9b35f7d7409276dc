import type { KeepAliveEntry } from '../entry.ts';

export const quarkus: KeepAliveEntry = {
  id: 'quarkus',
  name: 'Quarkus (Vert.x HTTP)',
  role: 'server',
  checked: '2026-11-30',
  server: {
    idle: [{ value: 1_800_000 }],
    key: 'quarkus.http.idle-timeout',
    confidence: 'source',
    sources: [
      {
        title: 'quarkusio/quarkus extensions/vertx-http/runtime/src/main/java/io/quarkus/vertx/http/runtime/VertxHttpConfig.java (30M)',
        url: 'https://github.com/quarkusio/quarkus/blob/HEAD/extensions/vertx-http/runtime/src/main/java/io/quarkus/vertx/http/runtime/VertxHttpConfig.java',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { logs: ['powered by Quarkus'] },
};
