import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawDocument } from '../../model/source.ts';
import { envoyArtifacts, parseClusterName, parseNodeId, proxyCertificates, proxyClusters, proxyListeners, proxyServerInfo, proxyStats } from './index.ts';

const identity = { namespace: 'monitoring', pod: 'vmalert-1' };
const text = (body: string, file = 'f'): RawDocument => ({ file, identity, hints: [], body: { kind: 'text', text: body }, line: 1 });
const json = (value: unknown, who: RawDocument['identity'] = identity): RawDocument => ({
  file: 'f',
  identity: who,
  hints: [],
  body: { kind: 'json', value },
  line: 1,
});

test('a cluster name is taken apart', () => {
  assert.deepEqual(parseClusterName('outbound|8480|v1|vminsert.monitoring.svc.cluster.local'), {
    direction: 'outbound',
    port: 8480,
    subset: 'v1',
    host: 'vminsert.monitoring.svc.cluster.local',
  });
  assert.deepEqual(parseClusterName('inbound|8480||'), { direction: 'inbound', port: 8480 });
  assert.deepEqual(parseClusterName('outbound_.80_._.a.b.svc.cluster.local'), { direction: 'outbound', port: 80, host: 'a.b.svc.cluster.local' });
  assert.deepEqual(parseClusterName('xds-grpc'), { direction: 'other' });
});

test('a node id with a dotted pod name keeps its namespace', () => {
  assert.deepEqual(parseNodeId('router~10.0.0.1~gw.v1.istio-system~istio-system.svc.cluster.local'), {
    type: 'router',
    address: '10.0.0.1',
    pod: 'gw.v1',
    namespace: 'istio-system',
  });
  assert.equal(parseNodeId('not a node id'), undefined);
});

test('the text of /clusters gives endpoints with health and counters, also IPv6', () => {
  const page = text(`outbound|8480||vminsert.monitoring.svc.cluster.local::observability_name::outbound|8480||vminsert.monitoring.svc.cluster.local;
outbound|8480||vminsert.monitoring.svc.cluster.local::outlier::success_rate_average::-1
outbound|8480||vminsert.monitoring.svc.cluster.local::default_priority::max_connections::4294967295
outbound|8480||vminsert.monitoring.svc.cluster.local::added_via_api::true
outbound|8480||vminsert.monitoring.svc.cluster.local::10.244.2.7:8480::cx_active::2
outbound|8480||vminsert.monitoring.svc.cluster.local::10.244.2.7:8480::health_flags::/failed_outlier_check
outbound|8480||vminsert.monitoring.svc.cluster.local::[fd00::7]:8480::rq_error::3
outbound|8480||vminsert.monitoring.svc.cluster.local::[fd00::7]:8480::health_flags::/failed_eds_health
BlackHoleCluster::observability_name::BlackHoleCluster;
`);
  assert.equal(proxyClusters.recognises(page), true);
  const [proxy] = proxyClusters.parse([page]);
  assert.deepEqual(proxy?.clusters, ['outbound|8480||vminsert.monitoring.svc.cluster.local', 'BlackHoleCluster']);
  assert.deepEqual(
    proxy?.endpoints.map(({ address, health, failedChecks, stats, at }) => ({ address, health, failedChecks, stats, line: at.line })),
    [
      { address: '10.244.2.7:8480', health: 'HEALTHY', failedChecks: ['failed_outlier_check'], stats: { cx_active: 2 }, line: 5 },
      { address: '[fd00::7]:8480', health: 'UNHEALTHY', failedChecks: [], stats: { rq_error: 3 }, line: 7 },
    ],
  );
});

test('in the JSON of /clusters a counter without a value is zero', () => {
  const page = json({
    cluster_statuses: [
      {
        name: 'inbound|8480||',
        host_statuses: [
          {
            address: { socket_address: { address: '10.244.2.7', port_value: 8480 } },
            stats: [{ name: 'cx_connect_fail' }, { name: 'cx_total', value: '12' }],
            health_status: { eds_health_status: 'HEALTHY' },
          },
        ],
      },
    ],
  });
  assert.equal(proxyClusters.recognises(page), true);
  const [endpoint] = proxyClusters.parse([page])[0]?.endpoints ?? [];
  assert.deepEqual(endpoint?.stats, { cx_connect_fail: 0, cx_total: 12 });
  assert.equal(endpoint?.at.path, 'cluster_statuses[0].host_statuses[0]');
});

test('text stats lose the semicolon of Istio 1.23, Prometheus stats get their names back', () => {
  const plain = text(
    'listener_manager.lds.version_text: "2026-11-22T17:28:18Z/10"\ncluster.outbound|8480||v.m.svc.cluster.local;.upstream_cx_destroy_remote_with_active_rq: 3\ncluster.agent;.upstream_cx_connect_ms: P0(nan,0) P25(nan,0)\n',
    'stats',
  );
  const prometheus = text(
    `# TYPE envoy_cluster_upstream_rq counter
envoy_cluster_upstream_rq{response_code="503",cluster_name="outbound|8480||v.m.svc.cluster.local;"} 4
envoy_cluster_internal_upstream_rq{cluster_name="xds-grpc",response_code_class="2xx"} 1
envoy_cluster_upstream_rq_xx{envoy_response_code_class="5",envoy_cluster_name="xds-grpc"} 1
envoy_cluster_circuit_breakers_default_cx_open{cluster_name="xds-grpc"} 0
envoy_cluster_upstream_cx_destroy_remote_with_active_rq{cluster_name="outbound|8480||v.m.svc.cluster.local;"} 99
envoy_http_downstream_cx_total{http_conn_manager_prefix="admin"} 7
istio_requests_total{reporter="source",response_code="503",response_flags="UC"} 11
`,
    'stats/prometheus',
  );
  assert.equal(proxyStats.recognises(plain), true);
  assert.equal(proxyStats.recognises(prometheus), true);
  const [proxy, ...more] = proxyStats.parse([prometheus, plain]);
  assert.equal(more.length, 0);
  assert.deepEqual(proxy?.values.get('cluster.outbound|8480||v.m.svc.cluster.local.upstream_cx_destroy_remote_with_active_rq'), { value: 3, line: 2 });
  assert.deepEqual(proxy?.values.get('cluster.outbound|8480||v.m.svc.cluster.local.upstream_rq_503'), { value: 4, line: 2, file: 'stats/prometheus' });
  assert.equal(proxy?.values.get('cluster.xds-grpc.upstream_rq_5xx')?.value, 1);
  assert.equal(proxy?.values.get('cluster.xds-grpc.internal.upstream_rq_2xx')?.value, 1);
  assert.equal(proxy?.values.get('cluster.xds-grpc.circuit_breakers.default.cx_open')?.value, 0);
  assert.equal(proxy?.values.get('http.admin.downstream_cx_total')?.value, 7);
  assert.deepEqual(
    proxy?.labelled.find(({ name }) => name === 'istio_requests_total'),
    { name: 'istio_requests_total', labels: { reporter: 'source', response_code: '503', response_flags: 'UC' }, value: 11, line: 8 },
  );
});

test('JSON stats are read, histograms left out', () => {
  const [proxy] = proxyStats.parse([json({ stats: [{ name: 'cluster.a;.upstream_cx_total', value: 5 }, { histograms: {} }] })]);
  assert.deepEqual([...(proxy?.values ?? [])], [['cluster.a.upstream_cx_total', { value: 5, line: 1 }]]);
});

test('a certificate listed for every context counts once; its namespace is known by SPIFFE alone', () => {
  const one = {
    ca_cert: [{ path: '<inline>', serial_number: '4039', subject_alt_names: [], valid_from: '2026-11-22T17:40:12Z', expiration_time: '2036-11-19T17:40:12Z' }],
    cert_chain: [
      {
        path: '<inline>',
        serial_number: '61d8',
        subject_alt_names: [{ uri: 'spiffe://cluster.local/ns/vm-prod/sa/vminsert' }],
        days_until_expiration: '0',
        valid_from: '2026-11-22T17:38:20Z',
        expiration_time: '2026-11-23T17:40:20Z',
      },
    ],
  };
  const page = json({ certificates: [one, one] }, {});
  assert.equal(proxyCertificates.recognises(page), true);
  const [proxy] = proxyCertificates.parse([page]);
  assert.deepEqual(proxy?.proxy, { namespace: 'vm-prod' });
  assert.deepEqual(
    proxy?.certificates.map(({ role, serial, notAfter, source, at }) => [role, serial, notAfter, source, at.path]),
    [
      ['leaf', '61d8', Date.UTC(2026, 10, 23, 17, 40, 20), 'certs', 'certificates[0].cert_chain[0]'],
      ['ca', '4039', Date.UTC(2036, 10, 19, 17, 40, 12), 'certs', 'certificates[0].ca_cert[0]'],
    ],
  );
});

test('listeners are read from text and JSON', () => {
  const page = text('0.0.0.0_15090::0.0.0.0:15090\n10.96.0.1_443::10.96.0.1:443\nvirtualInbound::[::]:15006\n');
  assert.equal(proxyListeners.recognises(page), true);
  assert.deepEqual(
    proxyListeners.parse([page])[0]?.listeners.map(({ name, address, port, at }) => [name, address, port, at.line]),
    [
      ['0.0.0.0_15090', '0.0.0.0', 15090, 1],
      ['10.96.0.1_443', '10.96.0.1', 443, 2],
      ['virtualInbound', '[::]', 15006, 3],
    ],
  );
  const [proxy] = proxyListeners.parse([
    json({ listener_statuses: [{ name: 'virtualInbound', local_address: { socket_address: { address: '0.0.0.0', port_value: 15006 } } }] }),
  ]);
  assert.equal(proxy?.listeners[0]?.port, 15006);
});

test('server_info names proxy, versions and uptime', () => {
  const page = json({
    version: '9e5580933739775e8bce696a57a2e1bc99368f23/1.40.0/Clean/RELEASE/BoringSSL',
    state: 'LIVE',
    uptime_current_epoch: '31s',
    hot_restart_version: 'disabled',
    node: { id: 'sidecar~10.244.2.7~vminsert-6c8d9956ff-292h4.vm-prod~vm-prod.svc.cluster.local', metadata: { ISTIO_VERSION: '1.32-dev' } },
  });
  assert.equal(proxyServerInfo.recognises(page), true);
  const [info] = proxyServerInfo.parse([page]);
  assert.deepEqual(info?.proxy, { namespace: 'vm-prod', pod: 'vminsert-6c8d9956ff-292h4' });
  assert.deepEqual([info?.version, info?.istioVersion, info?.state, info?.uptimeMs], ['1.40.0', '1.32-dev', 'LIVE', 31_000]);
});

test('no artifact takes an access log, a manifest or an application metrics page', () => {
  const foreign = [
    text(
      '[2026-11-22T17:40:23.000Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 120 95 0 - "-" "vmalert" "id" "vminsert:8480" "10.0.0.1:8480" inbound|8480|| 127.0.0.6:1 10.0.0.1:8480 10.0.0.2:1 - default\n',
    ),
    text('apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n'),
    text('vm_app_version{version="vminsert-v1.150.0", short_version="v1.150.0"} 1\nflag{name="http.idleConnTimeout", value="1m0s", is_set="false"} 1\n'),
    text(''),
    json({ kind: 'List', items: [] }),
  ];
  for (const artifact of envoyArtifacts) for (const document of foreign) assert.equal(artifact.recognises(document), false, artifact.id);
});
