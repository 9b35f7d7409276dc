import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const tomcat: KeepAliveEntry = {
  id: 'tomcat',
  name: 'Apache Tomcat (NIO/NIO2)',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 60_000 }],
    shipped: { value: 20_000, where: 'conf/server.xml: connectionTimeout="20000"', closesAfter: { min: 20_159, max: 20_964 } },
    closesAfter: { min: 60_208, max: 60_977 },
    granularity: 1_000,
    measured: [
      { version: '10.1.34', closes: { min: 60_208, max: 60_977 } },
      { version: '10.1.34', setting: 'connectionTimeout=20000', closes: { min: 20_159, max: 20_964 } },
    ],
    maxRequests: { value: 100, announced: true },
    announcesIdleClose: false,
    close: 'fin',
    header: both(
      'Sends `Keep-Alive: timeout=` only if keepAliveTimeout is above 0 and the client sent keep-alive.',
      '只有 keepAliveTimeout 大於 0 且用戶端送出 keep-alive 時，才送出 `Keep-Alive: timeout=`。',
    ),
    key: 'Connector keepAliveTimeout (default: connectionTimeout); maxKeepAliveRequests',
    confidence: 'measured',
    sources: [
      {
        title: 'apache/tomcat java/org/apache/coyote/http11/Constants.java (60000)',
        url: 'https://github.com/apache/tomcat/blob/HEAD/java/org/apache/coyote/http11/Constants.java',
        version: 'source of 2026-08',
      },
      {
        title: 'apache/tomcat conf/server.xml (connectionTimeout 20000)',
        url: 'https://github.com/apache/tomcat/blob/HEAD/conf/server.xml',
        version: 'source of 2026-08',
      },
      {
        title: 'apache/tomcat java/org/apache/tomcat/util/net/AbstractEndpoint.java (maxKeepAliveRequests 100)',
        url: 'https://github.com/apache/tomcat/blob/HEAD/java/org/apache/tomcat/util/net/AbstractEndpoint.java',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'Tomcat 10.1.34' },
    ],
  },
  recognise: {
    images: ['tomcat'],
    commands: ['catalina.sh'],
    logs: ['org.apache.catalina.startup.Catalina', 'Starting ProtocolHandler ["http-nio'],
    serverHeaders: ['apache-coyote'],
  },
  note: both(
    'It lingers after its FIN. Its HTTP/2 limit is its own: keepAliveTimeout 20 s of the UpgradeProtocol.',
    '送出 FIN 後會延遲關閉。HTTP/2 的上限另計：UpgradeProtocol 的 keepAliveTimeout 為 20 秒。',
  ),
};
