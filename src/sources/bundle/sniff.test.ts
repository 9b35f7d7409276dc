import assert from 'node:assert/strict';
import test from 'node:test';
import { type Shape, shapeOf } from './sniff.ts';

const cases: readonly (readonly [string, string, Shape])[] = [
  ['a pretty JSON list', '{\n "apiVersion": "v1",\n "items": []\n}', 'json'],
  ['istiod syncz on one line', '[{"cluster_id":"Kubernetes","proxy":"a.b","proxy_type":"sidecar"}]', 'json'],
  [
    'objects of a watch, one per line',
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}\n{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"}}\n',
    'json',
  ],
  ['JSON behind a prompt', '$ kubectl get pod -o json\n{\n    "apiVersion": "v1"\n}\n', 'json'],
  ['a single row of a JSON access log', '{"start_time":"2026-11-22T17:40:21.985Z","response_code":503,"response_flags":"UC"}\n', 'log'],
  ['a JSON application log', '{"level":"info","msg":"up"}\n{"level":"info","msg":"down"}\n', 'log'],
  [
    'a text access log',
    '[2026-11-22T17:40:21.985Z] "POST /insert HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 10 95\n',
    'log',
  ],
  ['an istio-proxy log', '2026-11-22T17:40:21.985408Z\tinfo\tFLAG: --concurrency="0"\n2026-11-22T17:40:21.985428Z\tinfo\tx\n', 'log'],
  ['kubectl logs --prefix', '[pod/vmalert-0/vmalert] 2026-11-22T17:40:21Z info x\n[pod/vmalert-0/vmalert] y\n', 'log'],
  [
    "HAProxy's log without a syslog header",
    '10.0.1.2:33317 [22/Nov/2026:17:31:19.655] fe be/srv1 0/0/1/-1/3 502 217 - - SH-- 12/11/3/1/0 0/0 "POST /api/cart HTTP/1.1"\n',
    'log',
  ],
  [
    "an AWS load balancer's log",
    'https 2026-11-22T17:31:20.186641Z app/my-lb/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.001 -1 -1 502 - 34 366 "GET https://a:443/ HTTP/1.1" "curl/7"\n',
    'log',
  ],
  ["the log of Linkerd's proxy", '[     0.001234s]  INFO ThreadId(01) linkerd2_proxy: release 2.300.0\n[  1589.462218s]  INFO ThreadId(01) x\n', 'log'],
  ['an nginx error log', '2026/11/22 17:31:19 [error] 31#31: *7 upstream timed out (110: Operation timed out)\n', 'log'],
  ['a CRI log', '2026-11-22T17:40:21.985408000Z stdout F hello\n', 'log'],
  ['a Kubernetes YAML list', "apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ''\n", 'yaml'],
  ['YAML behind a prompt', '$ kubectl get svc -o yaml\napiVersion: v1\nkind: Service\n', 'yaml'],
  ['a Prometheus page', '# HELP up x\n# TYPE up gauge\nup 1\n', 'text'],
  ['Envoy stats', 'cluster.xds-grpc;.assignment_stale: 0\ncluster.xds-grpc;.upstream_cx_total: 3\ncluster_manager.cds.version_text: "x"\n', 'text'],
  ['Envoy clusters', 'agent::observability_name::agent;\nagent::default_priority::max_connections::1024\nxds-grpc::10.0.0.1:15012::cx_active::1\n', 'text'],
  ['a table', 'NAMESPACE   LAST SEEN   TYPE     REASON   OBJECT\nvm-prod     38s         Normal   Started   pod/a\n', 'text'],
  ['a description', 'Name:             vmalert-0\nNamespace:        monitoring\nNode:             node-a/10.0.0.1\n', 'text'],
  ['a kernel log', '[   12.345678] oom-kill:constraint=CONSTRAINT_MEMCG\n[   12.345679] Memory cgroup out of memory: Killed process 1 (vminsert)\n', 'text'],
  ['prose', 'We saw 503s since this morning.\nOnly vmalert is hit.\n', 'unsure'],
  ['a Windows line end', '{\r\n  "kind": "Pod"\r\n}\r\n', 'json'],
];

for (const [name, text, shape] of cases) {
  test(`${name} is recognised as ${shape}`, () => {
    assert.equal(shapeOf(text, true, 'file'), shape);
  });
}
