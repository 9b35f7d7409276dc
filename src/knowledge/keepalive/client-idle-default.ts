import type { NonEmpty, Reference } from '../../model/evidence.ts';
import type { Milliseconds } from '../../model/time.ts';
import { type ByVersion, byVersion, type Possible } from '../versions/by-version.ts';
import { flagValue, type FlagValue } from './flag-value.ts';

/** How long a client keeps an idle connection for the next request. `never` = no limit of its own. */
export type ClientIdle = Milliseconds | 'never';

const vm = (file: string, version: string): Reference => ({
  title: `VictoriaMetrics ${file}`,
  url: `https://github.com/VictoriaMetrics/VictoriaMetrics/blob/master/${file}`,
  version,
});
const go: Reference = { title: 'Go net/http DefaultTransport.IdleConnTimeout', url: 'https://pkg.go.dev/net/http#DefaultTransport', version: 'Go 1.26' };
const any = (value: ClientIdle, reference: Reference, versions = '>=0'): ByVersion<ClientIdle> => ({ value, versions, reference });

const clients: Readonly<Record<string, NonEmpty<ByVersion<ClientIdle>>>> = {
  vmalert: [any(50_000, vm('app/vmalert/remotewrite/init.go', 'VictoriaMetrics 1.102.0'), '>=1.102'), any(90_000, go, '<1.102')],
  vmagent: [any(60_000, vm('app/vmagent/remotewrite/client.go', 'VictoriaMetrics 1.60 to 1.150'))],
  vmauth: [any(50_000, vm('app/vmauth/main.go', 'VictoriaMetrics 1.102.0'), '>=1.102'), any(90_000, go, '<1.102')],
  go: [any(90_000, go)],
  prometheus: [any(300_000, { title: 'prometheus/common config/http_config.go', url: 'https://github.com/prometheus/common/blob/main/config/http_config.go' })],
  envoy: [
    any(3_600_000, {
      title: 'envoyproxy/envoy source/common/upstream/upstream_impl.cc',
      url: 'https://github.com/envoyproxy/envoy/blob/main/source/common/upstream/upstream_impl.cc',
      version: 'Envoy 1.37',
    }),
  ],
  'java-httpclient': [
    any(30_000, { title: 'JDK-8297558', url: 'https://bugs.openjdk.org/browse/JDK-8297558' }, '>=20'),
    any(1_200_000, { title: 'JDK-8297558', url: 'https://bugs.openjdk.org/browse/JDK-8297558' }, '<20'),
  ],
  'apache-httpclient': [
    any(180_000, { title: 'Apache HttpClient RequestConfig.java' }, '>=5'),
    any('never', { title: 'Apache HttpClient DefaultConnectionKeepAliveStrategy.java' }, '<5'),
  ],
  requests: [any('never', { title: 'urllib3 connectionpool.py' })],
  httpx: [any(5_000, { title: 'encode/httpx httpx/_config.py' })],
  aiohttp: [any(15_000, { title: 'aio-libs/aiohttp aiohttp/connector.py' })],
  okhttp: [any(300_000, { title: 'square/okhttp ConnectionPool.kt' })],
  undici: [any(4_000, { title: 'nodejs/undici lib/dispatcher/client.js' })],
  'node-agent': [any(5_000, { title: 'Node.js lib/_http_agent.js', version: 'Node.js 20.20.2' })],
  dotnet: [
    any(60_000, { title: 'SocketsHttpHandler.PooledConnectionIdleTimeout' }, '>=6'),
    any(120_000, { title: 'SocketsHttpHandler.PooledConnectionIdleTimeout' }, '<6'),
  ],
  reqwest: [any(90_000, { title: 'hyperium/hyper-util src/client/legacy/client.rs' })],
  'reactor-netty': [any('never', { title: 'reactor/reactor-netty ConnectionProvider.java' })],
  nginx: [any(60_000, { title: 'nginx ngx_http_upstream_keepalive_module.c' })],
};

/** Flags that override the default, by application; the first that fits the purpose of the connection is looked for first. */
const flags: Readonly<Record<string, readonly string[]>> = {
  vmalert: ['remoteWrite.idleConnTimeout', 'datasource.idleConnTimeout', 'remoteRead.idleConnTimeout'],
  vmauth: ['idleConnTimeout'],
};

/**
 * The idle limit of a client by its name (`vmalert`, `go`, `okhttp` …) and version; undefined for unknown clients. In a mesh it
 * ends at the client's own sidecar: the connections behind it live by Envoy's limits.
 */
export function clientIdleDefault(app: string, version?: string): Possible<ClientIdle> | undefined {
  const name = app.toLowerCase();
  const table = Object.hasOwn(clients, name) ? clients[name] : undefined;
  return table === undefined ? undefined : byVersion(table, version);
}

/** A client's idle limit set by hand. `purpose` picks one of several: `remoteWrite`, `datasource`. */
export function clientIdleFlag(app: string, args: readonly string[], env: { readonly [name: string]: string } = {}, purpose?: string): FlagValue | undefined {
  const name = app.toLowerCase();
  const names = (Object.hasOwn(flags, name) ? flags[name] : undefined) ?? [];
  return names
    .filter((flag) => purpose === undefined || flag.startsWith(`${purpose}.`))
    .map((flag) => flagValue(flag, 'go', { args, env }))
    .find((value) => value !== undefined);
}
