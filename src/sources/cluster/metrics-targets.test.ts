import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import { isMetricsPage, metricsTargets } from './metrics-targets.ts';
import { podParts } from './pod-parts.ts';

function targets(containers: readonly JsonObject[], annotations: Readonly<Record<string, string>> = {}): readonly string[] {
  const pod: JsonObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'n', annotations }, spec: { containers } };
  return metricsTargets(podParts(pod)).map(({ container, port, path }) => `${container ?? '-'} ${port}${path}`);
}

const agent = (replaced: string): JsonObject => ({
  name: 'istio-proxy',
  ports: [{ name: 'http-envoy-prom', containerPort: 15090 }],
  env: [{ name: 'ISTIO_PROMETHEUS_ANNOTATIONS', value: replaced }],
});

test('a program of VictoriaMetrics is asked at its HTTP port', () => {
  assert.deepEqual(
    targets([
      {
        name: 'store',
        image: 'victoriametrics/vmstorage:v1.150.0',
        ports: [
          { name: 'vminsert', containerPort: 8400 },
          { name: 'http', containerPort: 8482 },
        ],
      },
    ]),
    ['store 8482/metrics'],
  );
});

test('an application that says nothing of metrics is not asked', () => {
  assert.deepEqual(targets([{ name: 'web', image: 'node', ports: [{ name: 'http', containerPort: 8080 }] }]), []);
});

test('annotations that injection replaced are taken from where it kept them', () => {
  const injected = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '15020', 'prometheus.io/path': '/stats/prometheus' };
  assert.deepEqual(targets([{ name: 'web' }, agent('{"scrape":"true","path":"/m","port":"9100"}')], injected), ['- 9100/m']);
  assert.deepEqual(targets([{ name: 'web' }, agent('{"scrape":"","path":"","port":""}')], injected), []);
});

test('a pod that wants not to be scraped is not, by its annotations', () => {
  assert.deepEqual(targets([{ name: 'web' }], { 'prometheus.io/scrape': 'false', 'prometheus.io/port': '9100' }), []);
});

test('a page of metrics is told from an error page', () => {
  assert.ok(isMetricsPage('process_cpu_cores_available 2\nvm_cache_entries{type="promql/regexp"} 0\n'));
  assert.ok(!isMetricsPage('<html><body>404 page not found</body></html>'));
});
