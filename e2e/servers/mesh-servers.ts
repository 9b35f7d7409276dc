import { closesAt, type Place, type ProbedServer } from './probed-server.ts';

const victoriaMetrics = {
  name: 'VictoriaMetrics',
  need: 'victoria-metrics',
  path: '/health',
  version: (tool: string) => [tool, '--version'],
} as const;
const storage = ({ tool, port, folder }: Place, ...flags: readonly string[]): readonly string[] => [
  tool,
  `-httpListenAddr=127.0.0.1:${port}`,
  `-storageDataPath=${folder}/data`,
  '-memory.allowedBytes=64MiB',
  '-loggerLevel=ERROR',
  ...flags,
];

const envoyConfig = (port: number, limits: object, drainTimeout: string): string =>
  JSON.stringify({
    static_resources: {
      listeners: [
        {
          address: { socket_address: { address: '127.0.0.1', port_value: port } },
          filter_chains: [
            {
              filters: [
                {
                  name: 'envoy.filters.network.http_connection_manager',
                  typed_config: {
                    '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
                    stat_prefix: 'probed',
                    drain_timeout: drainTimeout,
                    common_http_protocol_options: limits,
                    route_config: {
                      virtual_hosts: [
                        {
                          name: 'all',
                          domains: ['*'],
                          routes: [{ match: { prefix: '/' }, direct_response: { status: 200, body: { inline_string: 'ok\n' } } }],
                        },
                      ],
                    },
                    http_filters: [
                      { name: 'envoy.filters.http.router', typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' } },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
    },
  });

const envoy = {
  name: 'Envoy',
  need: 'envoy',
  options: ['--allow-load-balancer'],
  command: ({ tool, folder }: Place) => [tool, '-c', `${folder}/envoy.json`, '--use-dynamic-base-id', '--concurrency', '1', '--log-level', 'error'],
  version: (tool: string) => [tool, '--version'],
} as const;

/** The parts of the lab. */
export const meshServers: readonly ProbedServer[] = [
  {
    ...victoriaMetrics,
    id: 'victoria-metrics-3s',
    configured: '-http.idleConnTimeout=3s',
    command: (place) => storage(place, '-http.idleConnTimeout=3s'),
    expected: closesAt(3000),
  },
  {
    ...victoriaMetrics,
    id: 'victoria-metrics-age',
    configured: '-http.idleConnTimeout=2s -http.connTimeout=4s',
    options: ['--age', '12s'],
    command: (place) => storage(place, '-http.idleConnTimeout=2s', '-http.connTimeout=4s'),
    // The age is announced at the first request after it, with up to 10 % of jitter (lib/httpserver/httpserver.go, v1.150.0).
    expected: { ...closesAt(2000), age: { minMs: 3600, maxMs: 5400, end: 'announced' } },
  },
  {
    ...victoriaMetrics,
    id: 'victoria-metrics-default',
    configured: 'defaults (60 s)',
    isLong: true,
    command: (place) => storage(place),
    expected: closesAt(60_000),
  },
  {
    ...envoy,
    id: 'envoy-idle-2s',
    configured: 'idle_timeout 2s, drain_timeout 1s',
    files: ({ port }) => ({ 'envoy.json': envoyConfig(port, { idle_timeout: '2s' }, '1s') }),
    // The idle limit, then the drain time, then delayed_close_timeout (1 s), in which it answers nothing.
    expected: { ...closesAt(4000), lateRequest: 'unanswered' },
  },
  {
    ...envoy,
    id: 'envoy-requests-7',
    configured: 'idle_timeout 1s, drain_timeout 1s, max_requests_per_connection 7',
    options: ['--allow-load-balancer', '--requests', '20'],
    files: ({ port }) => ({ 'envoy.json': envoyConfig(port, { idle_timeout: '1s', max_requests_per_connection: 7 }, '1s') }),
    expected: { ...closesAt(3000), lateRequest: 'unanswered', requests: { answered: 7, end: 'announced' } },
  },
];
