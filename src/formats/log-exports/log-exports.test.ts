import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvFields, csvHeader, csvRecord } from './csv.ts';
import { exportedLines, lineOf } from './index.ts';

test('documents that are no answer of a log store give no lines', () => {
  for (const value of [
    { configs: [{ '@type': 'type.googleapis.com/envoy.admin.v3.BootstrapConfigDump' }] },
    { apiVersion: 'v1', kind: 'List', items: [{ kind: 'Event', message: 'Back-off restarting failed container' }] },
    [{ apiVersion: 'v1', kind: 'Event', message: 'Killing', lastTimestamp: '2026-11-22T17:00:00Z' }],
    // istioctl analyze -o json
    [{ code: 'IST0101', documentationUrl: 'https://istio.io', level: 'Error', message: 'Referenced host not found', origin: 'VirtualService v' }],
    { status: 'success', data: { resultType: 'matrix', result: [{ metric: { pod: 'a' }, values: [[1, '2']] }] } },
    { events: 'none', hits: 3 },
    [],
    null,
    'text',
  ])
    assert.equal(exportedLines(value), undefined, JSON.stringify(value));
});

test('a row that the store keeps as fields is given as the JSON row it was', () => {
  const payload = { response_code: 503, response_flags: 'UC', start_time: '2026-11-22T17:28:18.362Z' };
  const [line] = exportedLines([{ jsonPayload: payload, timestamp: '2026-11-22T17:28:18.400Z', resource: { labels: { pod_name: 'vminsert-0' } } }]) ?? [];
  assert.deepEqual(JSON.parse(line?.text ?? ''), payload);
  assert.deepEqual(line?.identity, { pod: 'vminsert-0' });
});

test('fields of Insights, of Azure Monitor and of Splunk are lines', () => {
  const time = '2026-11-22T17:28:18.362Z';
  const insights = {
    results: [
      [
        { field: '@timestamp', value: time },
        { field: '@message', value: 'one' },
      ],
    ],
  };
  const azure = [{ TimeGenerated: time, LogMessage: 'one', PodName: 'a-1', PodNamespace: 'shop', ContainerName: 'app' }];
  const splunk = { preview: false, result: { _raw: 'one', _time: time } };
  for (const value of [insights, azure, splunk])
    assert.deepEqual(
      exportedLines(value)?.map(({ text, time: at }) => [text, at]),
      [['one', Date.parse(time)]],
    );
  assert.deepEqual(exportedLines(azure)?.[0]?.identity, { namespace: 'shop', pod: 'a-1', container: 'app' });
});

test('quotes, line ends and commas inside a field of CSV are its own', () => {
  assert.deepEqual(csvFields('a,"b ""c"", d",,e'), ['a', 'b "c", d', '', 'e']);
  assert.equal(csvFields('a,"open'), undefined);
  assert.deepEqual(csvFields('a,"open\nnext",b'), ['a', 'open\nnext', 'b']);
});

test('a header names a column of text, and a line of a log is none', () => {
  assert.deepEqual(csvHeader('\uFEFF"@timestamp",message'), ['@timestamp', 'message']);
  for (const line of ['time,level', 'message', '2026-11-22T17:28:18Z INFO message, sent', 'message,message', '{"message":"a","b":1}', 'log, message: sent'])
    assert.equal(csvHeader(line), undefined, line);
});

test("Grafana's labels stand in one field", () => {
  const record = csvRecord(['labels', 'Time', 'Line'], ['{"pod":"vminsert-0","namespace":"shop"}', '2026-11-22T17:28:18.362Z', 'text']);
  assert.deepEqual(lineOf(record), { text: 'text', time: Date.parse('2026-11-22T17:28:18.362Z'), identity: { namespace: 'shop', pod: 'vminsert-0' } });
});
