import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessLog, document, type Given, makeSnapshot } from '../../testing/index.ts';
import { silentProxies } from './silent-proxies.ts';

const file = {
  name: 'envoy.access_loggers.file',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog', path: '/dev/stdout' },
};
const otel = {
  name: 'envoy.access_loggers.open_telemetry',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.access_loggers.open_telemetry.v3.OpenTelemetryAccessLogConfig' },
};

/** A sidecar's dump: one listener for requests, one cluster. */
function dump(...loggers: readonly object[]): Given {
  const manager = {
    name: 'envoy.filters.network.http_connection_manager',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
      rds: { route_config_name: '8080' },
      ...(loggers.length === 0 ? {} : { access_log: loggers }),
    },
  };
  const listener = { name: '0.0.0.0_8080', traffic_direction: 'OUTBOUND', filter_chains: [{ filters: [manager] }] };
  return document('envoy/shop/web-0/config_dump.json', {
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ListenersConfigDump',
        dynamic_listeners: [
          { name: listener.name, active_state: { listener: { '@type': 'type.googleapis.com/envoy.config.listener.v3.Listener', ...listener } } },
        ],
      },
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
        dynamic_active_clusters: [
          { cluster: { '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster', name: 'outbound|8080||api.shop.svc.cluster.local', type: 'EDS' } },
        ],
      },
    ],
  });
}

const stats = (...names: readonly string[]): Given =>
  document(
    'envoy/shop/web-0/stats.txt',
    [...Array.from({ length: 12 }, (_, index) => `server.worker_${index}.watchdog_miss: 0`), ...names.map((name) => `${name}: 3`), ''].join('\n'),
    'shop/web-0',
  );
const row =
  '[2026-11-22T17:00:00.000Z] "GET / HTTP/1.1" 200 - via_upstream - "-" 0 5 3 - "-" "x" "a1" "api:8080" "10.0.0.2:8080" outbound|8080||api.shop.svc.cluster.local 10.0.0.9:40112 10.1.0.1:8080 10.0.0.9:51234 - default';

const told = (...given: readonly Given[]): readonly string[] =>
  silentProxies(makeSnapshot(given).artifacts).map(({ id, data }) => `${id} ${data['pods'] ?? ''} ${data['namespace'] ?? ''}`.trim());

test('a proxy whose listeners have no access log is said to have none, with where to turn it on', () => {
  assert.deepEqual(told(dump()), ['coverage/accessLogOff web-0 shop']);
});

test('a log that goes to another service is no log that is off', () => {
  assert.deepEqual(told(dump(otel)), ['coverage/accessLogElsewhere web-0']);
});

test('a log on standard output that merely was not collected is a gap like any other', () => {
  assert.deepEqual(told(dump(file)), []);
  assert.deepEqual(told(dump(otel, file)), []);
});

test('a proxy of which rows came is not called silent, whatever a dump of it leaves out', () => {
  assert.deepEqual(told(dump(), accessLog('shop/web-0', [row])), []);
});

test('beside a log that is off, counters that Istio leaves out are said to be so, and those that are kept are not', () => {
  assert.deepEqual(told(dump(), stats('cluster.xds-grpc.upstream_cx_total')), ['coverage/accessLogOff web-0 shop', 'coverage/countersFiltered web-0']);
  assert.deepEqual(told(dump(), stats('cluster.outbound|8080||api.shop.svc.cluster.local;.upstream_cx_total')), ['coverage/accessLogOff web-0 shop']);
});
