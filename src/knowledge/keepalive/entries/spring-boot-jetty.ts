import type { KeepAliveEntry } from '../entry.ts';

export const springBootJetty: KeepAliveEntry = {
  id: 'spring-boot-jetty',
  name: 'Spring Boot with embedded Jetty',
  role: 'server',
  aliases: ['spring', 'spring boot'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 30_000 }],
    closesAfter: { min: 29_994, max: 30_000 },
    announcesIdleClose: false,
    close: 'fin',
    key: 'server.jetty.connection-idle-timeout',
    flags: [{ name: 'server.jetty.connection-idle-timeout', unit: 'spring' }],
    confidence: 'source',
    sources: [
      {
        title: 'spring-projects/spring-boot module/spring-boot-jetty/src/main/java/org/springframework/boot/jetty/autoconfigure/JettyServerProperties.java',
        url: 'https://github.com/spring-projects/spring-boot/blob/HEAD/module/spring-boot-jetty/src/main/java/org/springframework/boot/jetty/autoconfigure/JettyServerProperties.java',
        version: 'source of 2026-08',
      },
      {
        title: 'jetty/jetty.project jetty-core/jetty-server/src/main/java/org/eclipse/jetty/server/AbstractConnector.java',
        url: 'https://github.com/jetty/jetty.project/blob/HEAD/jetty-core/jetty-server/src/main/java/org/eclipse/jetty/server/AbstractConnector.java',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { logs: ['Jetty started on port'] },
};
