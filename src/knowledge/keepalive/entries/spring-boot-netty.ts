import type { KeepAliveEntry } from '../entry.ts';

export const springBootNetty: KeepAliveEntry = {
  id: 'spring-boot-netty',
  name: 'Spring Boot WebFlux (Reactor Netty)',
  role: 'server',
  aliases: ['spring', 'spring boot', 'spring webflux', 'reactor netty', 'webflux'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 'never' }],
    measured: [{ version: 'reactor-netty 1.2.2', survived: 140_000 }],
    key: 'server.netty.idle-timeout; server.netty.max-keep-alive-requests',
    flags: [{ name: 'server.netty.idle-timeout', unit: 'spring' }],
    confidence: 'measured',
    sources: [
      {
        title:
          'spring-projects/spring-boot module/spring-boot-reactor-netty/src/main/java/org/springframework/boot/reactor/netty/autoconfigure/NettyServerProperties.java',
        url: 'https://github.com/spring-projects/spring-boot/blob/HEAD/module/spring-boot-reactor-netty/src/main/java/org/springframework/boot/reactor/netty/autoconfigure/NettyServerProperties.java',
        version: 'source of 2026-08',
      },
      {
        title: 'reactor/reactor-netty reactor-netty-http/src/main/java/reactor/netty/http/server/HttpServer.java',
        url: 'https://github.com/reactor/reactor-netty/blob/HEAD/reactor-netty-http/src/main/java/reactor/netty/http/server/HttpServer.java',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'Reactor Netty 1.2.2' },
    ],
  },
  recognise: { logs: ['Netty started on port'] },
};
