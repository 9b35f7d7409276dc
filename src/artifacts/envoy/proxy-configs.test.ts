import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawDocument } from '../../model/source.ts';
import dump from './fixtures/config-dump.json' with { type: 'json' };
import { proxyCertificates, proxyConfigs } from './index.ts';

const json = (value: unknown, file = 'envoy/config_dump.json', identity: RawDocument['identity'] = {}): RawDocument => ({
  file,
  identity,
  hints: [],
  body: { kind: 'json', value },
  line: 1,
});
const read = (value: unknown, identity?: RawDocument['identity']) => {
  const document = json(value, 'envoy/config_dump.json', identity);
  assert.equal(proxyConfigs.recognises(document), true);
  const [config] = proxyConfigs.parse([document]);
  assert.ok(config);
  return config;
};

test('the node id in a dump names the proxy and its versions', () => {
  const config = read(dump, { pod: 'from-the-path' });
  assert.deepEqual(config.proxy, { namespace: 'monitoring', pod: config.nodeId?.split('~')[2]?.split('.')[0] });
  assert.equal(config.envoyVersion, '1.40.0');
  assert.equal(config.istioVersion, '1.32-dev');
});

test('an inbound cluster shows the idle time-out and limits of the Sidecar, with their place', () => {
  const inbound = read(dump).clusters.find(({ name }) => name === 'inbound|8480||');
  assert.equal(inbound?.direction, 'inbound');
  assert.equal(inbound?.port, 8480);
  assert.deepEqual(inbound?.idleTimeoutMs, {
    value: 45_000,
    at: {
      artifact: 'proxy-config',
      file: 'envoy/config_dump.json',
      path: 'configs[1].dynamic_active_clusters[2].cluster.typed_extension_protocol_options["envoy.extensions.upstreams.http.v3.HttpProtocolOptions"].common_http_protocol_options.idle_timeout',
    },
  });
  assert.equal(inbound?.circuitBreakers.maxConnections?.value, 200);
  assert.equal(inbound?.circuitBreakers.maxRequests, undefined);
  assert.equal(inbound?.tls.value, 'plaintext');
  assert.equal(inbound?.http, 'http1');
});

test('a subset cluster of automatic mTLS names its host, its DestinationRule and its outlier detection', () => {
  const stable = read(dump).clusters.find(({ subset }) => subset === 'stable');
  assert.equal(stable?.host, 'vminsert.monitoring.svc.cluster.local');
  assert.equal(stable?.destinationRule, 'monitoring/vminsert');
  assert.equal(stable?.tls.value, 'auto');
  assert.equal(stable?.sni, 'outbound_.8480_.stable_.vminsert.monitoring.svc.cluster.local');
  assert.equal(stable?.idleTimeoutMs, undefined);
  assert.deepEqual(stable?.outlierDetection?.value, { consecutive5xx: 7, baseEjectionMs: 30_000, intervalMs: 10_000 });
});

test('a route shows its VirtualService, time-outs and retries', () => {
  const route = read(dump).routes.find(({ virtualHost }) => virtualHost.startsWith('vminsert'));
  assert.equal(route?.virtualService, 'monitoring/vminsert');
  assert.deepEqual(route?.match, { kind: 'prefix', value: '/', headers: 0 });
  assert.equal(route?.timeoutMs?.value, 15_000);
  assert.equal(route?.perTryTimeoutMs?.value, 4_000);
  assert.deepEqual(route?.retryPolicy?.value, { retryOn: 'connect-failure,refused-stream,reset,retriable-status-codes', attempts: 3, statusCodes: [503] });
});

test('the catch-all chain says what becomes of unknown hosts, not the chain of port 15001', () => {
  const policy = read(dump).outboundTrafficPolicy;
  assert.equal(policy?.value, 'ALLOW_ANY');
  assert.equal(policy?.at.path, `configs[3].dynamic_listeners[0].active_state.listener.filter_chains[1]`);
});

test('an inbound chain that asks for a client certificate is mTLS', () => {
  const chain = read(dump).listeners.find(({ name }) => name === 'virtualInbound')?.chains[0];
  assert.equal(chain?.tls, 'mtls');
  assert.equal(chain?.kind, 'http');
  assert.equal(chain?.routeConfig, 'inbound|8880||');
});

test('endpoints come from EDS, and a cluster without any has none', () => {
  const { endpoints, hasEndpoints } = read(dump);
  assert.equal(hasEndpoints, true);
  assert.ok(endpoints.every(({ address, health }) => /^10\.244\.\d+\.\d+:8480$/.test(address) && health === 'HEALTHY'));
  assert.equal(
    endpoints.some(({ cluster }) => cluster === 'BlackHoleCluster'),
    false,
  );
});

test('a dump by ?resource= is a list of wrappers', () => {
  const clusters = dump.configs[1]?.dynamic_active_clusters ?? [];
  const config = read(
    { configs: clusters.map((one) => ({ '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump.DynamicCluster', ...one })) },
    { namespace: 'monitoring', pod: 'vminsert-1' },
  );
  assert.equal(config.clusters.length, clusters.length);
  assert.deepEqual(config.proxy, { namespace: 'monitoring', pod: 'vminsert-1' });
});

test('istioctl lists are camel case, without wrappers', () => {
  const config = read([
    {
      name: 'inbound|8480||',
      type: 'ORIGINAL_DST',
      connectTimeout: '10s',
      typedExtensionProtocolOptions: { 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': { commonHttpProtocolOptions: { idleTimeout: '0.25s' } } },
    },
    {
      name: 'outbound|80||x.y.svc.cluster.local',
      transportSocket: {
        name: 'envoy.transport_sockets.tls',
        typedConfig: {
          '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
          sni: 'x',
          commonTlsContext: { alpnProtocols: ['istio'] },
        },
      },
      connectTimeout: '1s',
    },
  ]);
  assert.equal(config.clusters[0]?.idleTimeoutMs?.value, 250);
  assert.equal(
    config.clusters[0]?.idleTimeoutMs?.at.path,
    '[0].typedExtensionProtocolOptions["envoy.extensions.upstreams.http.v3.HttpProtocolOptions"].commonHttpProtocolOptions.idleTimeout',
  );
  assert.equal(config.clusters[1]?.tls.value, 'mtls');
  const routes = read([
    { name: '8480', virtualHosts: [{ name: 'block_all', domains: ['*'], routes: [{ match: { prefix: '/' }, directResponse: { status: 502 } }] }] },
  ]);
  assert.equal(routes.outboundTrafficPolicy?.value, 'REGISTRY_ONLY');
  assert.equal(routes.routes[0]?.directResponse, 502);
  const endpoints = read([
    {
      name: 'outbound|80||x.y.svc.cluster.local',
      hostStatuses: [
        { address: { socketAddress: { address: '10.0.0.1', portValue: 80 } }, healthStatus: { edsHealthStatus: 'UNHEALTHY', failedOutlierCheck: true } },
      ],
    },
  ]);
  assert.deepEqual(
    endpoints.endpoints.map(({ address, health, failedChecks }) => ({ address, health, failedChecks })),
    [{ address: '10.0.0.1:80', health: 'UNHEALTHY', failedChecks: ['failed_outlier_check'] }],
  );
});

test('a rejected update is told with its reason', () => {
  const config = read({
    configs: [
      {
        dynamic_active_clusters: [
          {
            cluster: { name: 'a', connect_timeout: '1s' },
            error_state: { details: 'no such SDS secret', last_update_attempt: '2026-11-22T17:28:50.552Z', failed_configuration: { name: 'a' } },
          },
        ],
      },
    ],
  });
  assert.deepEqual(
    config.errors.map(({ resource, details, time }) => [resource, details, time]),
    [['a', 'no such SDS secret', Date.UTC(2026, 10, 22, 17, 28, 50, 552)]],
  );
});

test('of two dumps of one proxy the later says what holds', () => {
  const of = (idle: string, at: string) => ({
    configs: [
      {
        dynamic_active_clusters: [
          { cluster: { name: 'inbound|80||', connect_timeout: '1s', common_http_protocol_options: { idle_timeout: idle } }, last_updated: at },
        ],
      },
    ],
  });
  const identity = { namespace: 'a', pod: 'b-1' };
  const configs = proxyConfigs.parse([
    json(of('9s', '2026-01-02T00:00:00Z'), 'after.json', identity),
    json(of('5s', '2026-01-01T00:00:00Z'), 'before.json', identity),
  ]);
  assert.deepEqual(
    configs.flatMap(({ clusters }) => clusters.map(({ idleTimeoutMs }) => [idleTimeoutMs?.value, idleTimeoutMs?.at.file])),
    [[9_000, 'after.json']],
  );
});

test('a garbled dump keeps what can be read', () => {
  const config = read({
    configs: [
      null,
      7,
      {
        dynamic_active_clusters: [
          { cluster: null },
          { cluster: { connect_timeout: 'soon' } },
          { cluster: { name: 'x', connect_timeout: {}, circuit_breakers: [], transport_socket: 3 } },
        ],
      },
      { dynamic_listeners: [{ name: 'l', active_state: {} }, 'x'] },
    ],
  });
  assert.deepEqual(
    config.clusters.map(({ name }) => name),
    ['x'],
  );
  assert.deepEqual(config.listeners, []);
});

test('Kubernetes objects and foreign JSON are no dump', () => {
  for (const value of [{ kind: 'Pod', metadata: { name: 'x' } }, [], {}, [{ name: 'x' }], { items: [] }, 'text', null, { configs: [] }])
    assert.equal(proxyConfigs.recognises(json(value)), false, JSON.stringify(value));
});

test('the certificate in a dump is read without its key', () => {
  const document = json(dump);
  assert.equal(proxyCertificates.recognises(document), true);
  const [proxy] = proxyCertificates.parse([document]);
  const leaf = proxy?.certificates.find(({ role }) => role === 'leaf');
  assert.deepEqual(leaf?.sans, ['spiffe://cluster.local/ns/monitoring/sa/vmalert']);
  assert.equal((leaf?.notAfter ?? 0) - (leaf?.notBefore ?? 0), (24 * 3600 + 120) * 1000);
});
