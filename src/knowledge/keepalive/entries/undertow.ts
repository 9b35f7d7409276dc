import type { KeepAliveEntry } from '../entry.ts';

export const undertow: KeepAliveEntry = {
  id: 'undertow',
  name: 'Undertow (builder default)',
  role: 'server',
  aliases: ['wildfly', 'jboss'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 60_000 }],
    closesAfter: { min: 60_041, max: 60_091 },
    measured: [{ version: '2.3.18', closes: { min: 60_041, max: 60_091 } }],
    announcesIdleClose: false,
    close: 'fin',
    key: 'UndertowOptions.NO_REQUEST_TIMEOUT (WildFly: http-listener no-request-timeout)',
    confidence: 'measured',
    sources: [
      {
        title: 'undertow-io/undertow core/src/main/java/io/undertow/Undertow.java',
        url: 'https://github.com/undertow-io/undertow/blob/HEAD/core/src/main/java/io/undertow/Undertow.java',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'Undertow 2.3.18' },
    ],
  },
  recognise: {
    images: ['wildfly', 'jboss-eap'],
    commands: ['standalone.sh'],
    logs: ['Undertow started on port', 'org.wildfly.extension.undertow'],
    serverHeaders: ['wildfly', 'jboss-eap'],
  },
};
