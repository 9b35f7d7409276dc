import type { KeepAliveEntry } from '../entry.ts';

export const vertxClient: KeepAliveEntry = {
  id: 'vertx-client',
  name: 'Vert.x HttpClient',
  role: 'client',
  aliases: ['vert.x client'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 60_000 }],
    key: 'HttpClientOptions.keepAliveTimeout',
    confidence: 'source',
    sources: [
      {
        title: 'eclipse-vertx/vert.x vertx-core/src/main/java/io/vertx/core/http/HttpClientOptions.java',
        url: 'https://github.com/eclipse-vertx/vert.x/blob/HEAD/vertx-core/src/main/java/io/vertx/core/http/HttpClientOptions.java',
        version: 'source of 2026-08',
      },
    ],
  },
};
