import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const jetty: KeepAliveEntry = {
  id: 'jetty',
  name: 'Eclipse Jetty',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 30_000 }],
    closesAfter: { min: 29_994, max: 30_000 },
    measured: [{ version: '12.0.16', closes: { min: 29_994, max: 30_000 } }],
    announcesIdleClose: false,
    close: 'fin',
    key: 'ServerConnector idleTimeout; jetty.http.idleTimeout',
    confidence: 'measured',
    sources: [
      {
        title: 'jetty/jetty.project jetty-core/jetty-server/src/main/java/org/eclipse/jetty/server/AbstractConnector.java',
        url: 'https://github.com/jetty/jetty.project/blob/HEAD/jetty-core/jetty-server/src/main/java/org/eclipse/jetty/server/AbstractConnector.java',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'Jetty 12.0.16' },
    ],
  },
  recognise: { images: ['jetty'], logs: ['org.eclipse.jetty.server.Server'], serverHeaders: ['jetty'] },
  note: both(
    'The timer runs whenever no byte flows, so it also ends requests whose handler is slow.',
    '只要沒有位元組流動計時器就會前進，因此處理緩慢的請求也會被結束。',
  ),
};
