import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawDocument } from '../../model/source.ts';
import { metricSeries, metricsPages } from './index.ts';

const document = (value: unknown, file = 'series/requests.json'): RawDocument => ({ file, identity: {}, hints: [], body: { kind: 'json', value }, line: 1 });

/** As VictoriaMetrics v1.150.0 answered `/api/v1/query_range`, cut to two points. */
const captured: unknown = JSON.parse(
  '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"istio_requests_total","destination_service":"web.shop.svc.cluster.local","destination_workload":"web","namespace":"shop","pod":"caller-7d9c5b6f4c-abcde","reporter":"source","response_code":"503","response_flags":"UC","source_workload":"caller"},"values":[[1795366860,"7"],[1795366920,"9"]]}]},"stats":{"seriesFetched": "1","executionTimeMsec":4}}',
);

const answer = (name: string, values: readonly (readonly [number, string])[], labels: Readonly<Record<string, string>> = {}): RawDocument =>
  document({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric: { __name__: name, namespace: 'monitoring', pod: 'vminsert-0', ...labels }, values }] },
  });

test('a range as VictoriaMetrics answers it is read with its pod, its place and its times', () => {
  const [series] = metricSeries.parse([document(captured)]);
  assert.equal(series?.name, 'istio_requests_total');
  assert.deepEqual(series?.source, { namespace: 'shop', pod: 'caller-7d9c5b6f4c-abcde' });
  assert.equal(series?.labels['response_flags'], 'UC');
  assert.deepEqual(series?.points, [
    { time: 1795366860000, value: 7 },
    { time: 1795366920000, value: 9 },
  ]);
  assert.deepEqual([series?.at.file, series?.at.path, series?.at.object?.name], ['series/requests.json', 'data.result[0]', 'caller-7d9c5b6f4c-abcde']);
});

test('an instant is a range of one point, and two halves of a range are one series', () => {
  const instant = document({
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: { __name__: 'up', pod: 'a' }, value: [1795366860.5, '1'] }] },
  });
  assert.deepEqual(
    metricSeries.parse([instant]).map(({ points }) => points),
    [[{ time: 1795366860500, value: 1 }]],
  );
  const halves = [
    answer('vm_rows', [
      [30, '2'],
      [60, '3'],
    ]),
    answer('vm_rows', [
      [0, '1'],
      [30, '2'],
    ]),
  ];
  assert.deepEqual(
    metricSeries.parse(halves).map(({ points }) => points.map(({ value }) => value)),
    [[1, 2, 3]],
  );
});

test('what is no answer of series, or has no name of one, is not taken', () => {
  for (const value of [
    { status: 'error', errorType: 'bad_data', error: 'parse error' },
    { status: 'success', data: { resultType: 'scalar', result: [1, '1'] } },
    { status: 'success', data: { resultType: 'matrix', result: [] } },
    { status: 'success', data: { resultType: 'matrix', result: [{ metric: { pod: 'a' }, values: [[1, '1']] }] } },
    { status: 'success', data: ['a'] },
    [],
  ])
    assert.equal(metricSeries.recognises(document(value)), false, JSON.stringify(value));
});

test('broken points and numbers that are none are left out, whatever their form', () => {
  const values = [[1, 'NaN'], [2], 'x', [null, '1'], [3, '5'], [4, '+Inf']] as const;
  const [series] = metricSeries.parse([
    document({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          { metric: { __name__: 'a' }, values },
          { metric: { __name__: 'b' }, values: 7 },
        ],
      },
    }),
  ]);
  assert.deepEqual(series?.points, [{ time: 3000, value: 5 }]);
});

test("the newest values of a program's series make its page, once, and only while it lives", () => {
  const now = 1_795_366_800;
  const vminsert = [
    answer('vm_rpc_rows_pushed_total', [
      [now - 60, '5'],
      [now, '9'],
    ]),
    answer('vm_concurrent_insert_limit_timeout_total', [[now, '33']]),
  ];
  const [page, ...others] = metricsPages.parse([...vminsert, ...vminsert]);
  assert.deepEqual([page?.app, page?.source, others.length], ['vminsert', { namespace: 'monitoring', pod: 'vminsert-0' }, 0]);
  assert.deepEqual(
    page?.samples.map(({ name, value }) => [name, value]),
    [
      ['vm_rpc_rows_pushed_total', 9],
      ['vm_concurrent_insert_limit_timeout_total', 33],
    ],
  );
  const gone = document({
    status: 'success',
    data: {
      resultType: 'matrix',
      result: [
        { metric: { __name__: 'vm_rpc_rows_pushed_total', pod: 'old-0' }, values: [[now - 3600, '5']] },
        { metric: { __name__: 'vm_rpc_rows_pushed_total', pod: 'new-0' }, values: [[now, '5']] },
      ],
    },
  });
  assert.deepEqual(
    metricsPages.parse([gone]).map(({ source }) => source.pod),
    ['new-0'],
  );
});

test('a page that was read goes before what the series would make of it', () => {
  const page: RawDocument = {
    file: 'metrics/vminsert-0.txt',
    identity: { namespace: 'monitoring', pod: 'vminsert-0' },
    hints: [],
    body: { kind: 'text', text: 'vm_concurrent_insert_capacity 8\nvm_concurrent_insert_limit_timeout_total 3\nvm_app_start_timestamp 1\n' },
    line: 1,
  };
  assert.equal(metricsPages.parse([page, answer('vm_concurrent_insert_limit_timeout_total', [[60, '4']])]).length, 1);
});

test('series of proxies, kubelets and kube-state-metrics make no page', () => {
  for (const name of ['istio_requests_total', 'kube_pod_container_status_restarts_total', 'container_memory_working_set_bytes'])
    assert.equal(metricsPages.recognises(answer(name, [[60, '4']])), false, name);
});
