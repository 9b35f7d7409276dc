import test from 'node:test';
import { accessLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { measuredIdleLimit } from './index.ts';

const hop = 'catalog-sidecar->catalog';
const row = (time: string, answer: string): string =>
  `[2026-01-01T00:${time}Z] "GET /items HTTP/1.1" ${answer} - "-" 0 95 1 - "-" "curl" "00000000-0000-4000-8000-0000${time.replaceAll(/\D/g, '')}0" "catalog.shop:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:4000 10.1.0.7:8080 10.1.0.9:51234 - default`;
const ok = '200 - via_upstream';
const uc = '503 UC upstream_reset_before_response_started{connection_termination}';
const pod = 'shop/catalog-7ccd69cb6b-4t89s';
const afterFiveSeconds = accessLog(pod, [row('00:00.000', ok), row('00:05.000', uc)]);

function probe(idle: object, host = '10.1.0.7', allowLoadBalancer = false, identity = ''): Given {
  const target = { scheme: 'http', host, port: 8080, path: '/', authority: `${host}:8080`, method: 'GET' };
  return document('probe.json', { schemaVersion: 1, outcome: 'measured', plan: { target, allowLoadBalancer }, idle, connections: [] }, identity);
}
const closes = { kind: 'measured', minMs: 4_996.2, maxMs: 5_001.4, spreadMs: 5.2, errorMs: 1, count: 4 };
const keeps = { kind: 'longer', thanMs: 150_000, count: 4 };
const catalog = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: catalog-7ccd69cb6b-4t89s, namespace: shop, ownerReferences: [{ kind: ReplicaSet, name: catalog-7ccd69cb6b, controller: true }] }
  spec: { containers: [{ name: catalog, image: 'shop/catalog:1' }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.1.0.7 }
`;
const seen = { message: 'closesIdle', data: { server: 'catalog', count: 4, min: '4.996s', max: '5.001s' } };

testAnalyzer(test, measuredIdleLimit, [
  { name: 'the address of the pod tells whose limit was measured', given: [afterFiveSeconds, catalog, probe(closes)], expect: [seen] },
  { name: 'on the loopback address the file tells whose it was', given: [afterFiveSeconds, probe(closes, '127.0.0.1', false, pod)], expect: [seen] },
  {
    name: 'a server that kept a connection for longer than any was quiet closed none of them for idleness',
    given: [afterFiveSeconds, catalog, probe(keeps)],
    expect: [{ message: 'keepsLonger', data: { server: 'catalog', kept: '2m30s', high: '4.999s', timed: 1, hop } }],
  },
  {
    name: 'a server that was watched for less time than connections were quiet tells nothing',
    given: [afterFiveSeconds, catalog, probe({ ...keeps, thanMs: 3_000 })],
    expect: [],
  },
  { name: 'what was measured through a proxy is the limit of the proxy', given: [afterFiveSeconds, catalog, probe(closes, '10.1.0.7', true)], expect: [] },
  { name: 'a measurement of another server', given: [afterFiveSeconds, catalog, probe(closes, '10.1.0.99')], expect: [] },
  { name: 'on the loopback address of nobody knows whom', given: [afterFiveSeconds, catalog, probe(closes, '127.0.0.1')], expect: [] },
  { name: 'limits that contradict themselves', given: [afterFiveSeconds, catalog, probe({ ...closes, maxMs: 1 })], expect: [] },
  { name: 'all requests are well', given: [accessLog(pod, [row('00:00.000', ok), row('00:05.000', ok)]), catalog, probe(closes)], expect: [] },
  { name: 'nothing was measured, and nothing tells the limit', given: [afterFiveSeconds, catalog], expect: 'skipped' },
  { name: 'nothing was measured, and nothing failed', given: [accessLog(pod, [row('00:00.000', ok)]), catalog], expect: [] },
]);
