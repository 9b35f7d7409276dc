import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawDocument } from '../../model/source.ts';
import { metricsPages } from './index.ts';

const text = (body: string): RawDocument => ({
  file: 'metrics/monitoring/vminsert-1.txt',
  identity: { namespace: 'monitoring', pod: 'vminsert-1' },
  hints: [],
  body: { kind: 'text', text: body },
  line: 1,
});

const vminsert = `flag{name="http.idleConnTimeout", value="5s", is_set="true"} 1
flag{name="maxInsertRequestSize", value="33554432", is_set="false"} 1
flag{name="storageNode", value="vmstorage-0.vmstorage:8400", is_set="true"} 1
vm_app_version{version="", short_version=""} 1
vm_concurrent_insert_limit_timeout_total 33
`;
const istiod = '# TYPE pilot_info gauge\npilot_info{version="1.32-dev-unknown-unknown"} 1\nistiod_uptime_seconds 126.1\n';
const envoy =
  '# TYPE envoy_cluster_upstream_rq counter\nenvoy_cluster_upstream_rq{cluster_name="a"} 3\nenvoy_cluster_upstream_cx{cluster_name="a"} 2\nistio_requests_total{response_code="503"} 4\n';

test("an application's page is read with its flags, told apart by them when its version is empty", () => {
  const [page] = metricsPages.parse([text(vminsert)]);
  assert.equal(page?.app, 'vminsert');
  assert.equal(page?.version, undefined);
  assert.deepEqual(page?.flags.get('http.idleConnTimeout'), { value: '5s', isSet: true, line: 1 });
  assert.deepEqual(page?.source, { namespace: 'monitoring', pod: 'vminsert-1' });
  assert.equal(page?.samples.at(-1)?.value, 33);
});

test("an official build's page says its program and version itself", () => {
  const [page] = metricsPages.parse([text('vm_app_version{version="vmalert-20240101-000000-tags-v1.93.9-0-g1234567", short_version="v1.93.9"} 1\n')]);
  assert.deepEqual([page?.app, page?.version], ['vmalert', 'v1.93.9']);
});

test("istiod's page is told as istiod's, with its version", () => {
  const [page] = metricsPages.parse([text(istiod)]);
  assert.deepEqual([page?.app, page?.version], ['istiod', '1.32-dev-unknown-unknown']);
});

for (const [name, body, expected] of [
  ["an application's page", vminsert, true],
  ["istiod's page", istiod, true],
  ["a proxy's page", envoy, false],
  ["a proxy's page with a build line of Istio", `${envoy}istio_build{component="proxy"} 1\n`, false],
  ['a page merged by the agent', envoy + Array.from({ length: 150 }, (_, index) => `go_things_total{n="${index}"} 1\n`).join(''), true],
  ["an application's log", '2026-11-22T17:27:41Z info started\nlistening on 3000\nconcurrency 2\n', false],
  ["the proxy's statistics as text", 'cluster.a.upstream_rq: 1\ncluster.b.upstream_rq: 2\ncluster.c.x: 3\n', false],
  ['an empty file', '', false],
] as const) {
  test(`${name} is ${expected ? '' : 'not '}recognised`, () => assert.equal(metricsPages.recognises(text(body)), expected));
}

test("the proxy's samples of a merged page are left to the proxy", () => {
  const [page] = metricsPages.parse([text(`${envoy}go_goroutines 12\n`)]);
  assert.deepEqual(
    page?.samples.map((sample) => sample.name),
    ['istio_requests_total', 'go_goroutines'],
  );
});
