import { join } from 'node:path';
import { closesAt, type ProbedServer } from './probed-server.ts';

const sources = join(import.meta.dirname, 'java');
/** A small heap and no second compiler: several of these start at the same time. */
const small = ['-Xmx96m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
/** The version stands in the name of the jar. */
const jarVersion =
  (jar: string) =>
  (tool: string): readonly string[] => ['sh', '-c', `ls "$1" | grep '^${jar}'`, 'sh', tool];

/** Embedded servers of Java programs; the source launcher compiles them. */
export const javaServers: readonly ProbedServer[] = [
  {
    id: 'tomcat-3s',
    name: 'Tomcat (NIO)',
    configured: 'keepAliveTimeout 3000',
    need: 'maven',
    options: ['--requests', '150'],
    command: ({ tool, port, folder }) => ['java', ...small, '-cp', `${tool}/*`, join(sources, 'TomcatServer.java'), String(port), folder, '3000'],
    version: jarVersion('tomcat-embed-core'),
    // Its poller looks about once a second, for idle connections and for those that linger.
    expected: { ...closesAt(3000), maxMs: 4100, afterFin: 'brief', requests: { answered: 100, end: 'announced' } },
  },
  {
    id: 'tomcat-default',
    name: 'Tomcat (NIO)',
    configured: 'defaults (60 s)',
    need: 'maven',
    isLong: true,
    command: ({ tool, port, folder }) => ['java', ...small, '-cp', `${tool}/*`, join(sources, 'TomcatServer.java'), String(port), folder],
    version: jarVersion('tomcat-embed-core'),
    expected: { ...closesAt(60_000), maxMs: 61_100, afterFin: 'brief' },
  },
  {
    id: 'jetty-3s',
    name: 'Jetty',
    configured: 'idleTimeout 3000',
    need: 'maven',
    command: ({ tool, port }) => ['java', ...small, '-cp', `${tool}/*`, join(sources, 'JettyServer.java'), String(port), '3000'],
    version: jarVersion('jetty-server'),
    // It shuts down its side and closes for good some 200 ms later.
    expected: { ...closesAt(3000), afterFin: 'brief' },
  },
  {
    id: 'jetty-default',
    name: 'Jetty',
    configured: 'defaults (30 s)',
    need: 'maven',
    isLong: true,
    command: ({ tool, port }) => ['java', ...small, '-cp', `${tool}/*`, join(sources, 'JettyServer.java'), String(port)],
    version: jarVersion('jetty-server'),
    expected: { ...closesAt(30_000), afterFin: 'brief' },
  },
  {
    id: 'jdk-httpserver-default',
    name: 'JDK HttpServer',
    configured: 'defaults (30 s, looked for every 10 s)',
    need: 'java',
    isLong: true,
    command: ({ tool, port }) => [tool, ...small, join(sources, 'JdkServer.java'), String(port)],
    version: (tool) => [tool, '-version'],
    expected: { ...closesAt(30_000), maxMs: 40_100 },
  },
];
