import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const springBootTomcat: KeepAliveEntry = {
  id: 'spring-boot-tomcat',
  name: 'Spring Boot with embedded Tomcat',
  role: 'server',
  aliases: ['spring', 'spring boot', 'spring mvc'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 60_000 }],
    closesAfter: { min: 60_208, max: 60_977 },
    granularity: 1_000,
    maxRequests: { value: 100, announced: true },
    announcesIdleClose: false,
    close: 'fin',
    key: 'server.tomcat.keep-alive-timeout (falls back to server.tomcat.connection-timeout, then 60 s); server.tomcat.max-keep-alive-requests',
    flags: [
      { name: 'server.tomcat.keep-alive-timeout', unit: 'spring' },
      { name: 'server.tomcat.connection-timeout', unit: 'spring' },
    ],
    confidence: 'source',
    sources: [
      {
        title: 'spring-projects/spring-boot module/spring-boot-tomcat/src/main/java/org/springframework/boot/tomcat/autoconfigure/TomcatServerProperties.java',
        url: 'https://github.com/spring-projects/spring-boot/blob/HEAD/module/spring-boot-tomcat/src/main/java/org/springframework/boot/tomcat/autoconfigure/TomcatServerProperties.java',
        version: 'source of 2026-08',
      },
      {
        title: 'apache/tomcat java/org/apache/coyote/http11/Constants.java (60000)',
        url: 'https://github.com/apache/tomcat/blob/HEAD/java/org/apache/coyote/http11/Constants.java',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { logs: ['Tomcat started on port', 'Tomcat initialized with port'] },
  note: both('The embedded default is 60 s, not the 20 s of server.xml.', '內嵌的預設值為 60 秒，而非 server.xml 的 20 秒。'),
};
