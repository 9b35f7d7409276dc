import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePrometheus, parseSample } from './parse-prometheus.ts';

// As captured from istiod 1.32-dev and VictoriaMetrics v1.150.0.
const page = `# HELP citadel_server_root_cert_expiry_seconds The time remaining, in seconds, before the root cert will expire.
# TYPE citadel_server_root_cert_expiry_seconds gauge
citadel_server_root_cert_expiry_seconds 3.153598737690974e+08
istiod_managed_clusters{cluster_type="local"} 1
flag{name="datasource.appendTypePrefix", value="false", is_set="false"} 1

vm_app_version{version="", short_version=""} 1
`;

test('a page is read with names, labels, values and lines', () => {
  assert.deepEqual(parsePrometheus(page), {
    samples: [
      { name: 'citadel_server_root_cert_expiry_seconds', labels: {}, value: 315_359_873.7690974, line: 3 },
      { name: 'istiod_managed_clusters', labels: { cluster_type: 'local' }, value: 1, line: 4 },
      { name: 'flag', labels: { name: 'datasource.appendTypePrefix', value: 'false', is_set: 'false' }, value: 1, line: 5 },
      { name: 'vm_app_version', labels: { version: '', short_version: '' }, value: 1, line: 7 },
    ],
    rejected: 0,
    isCut: false,
  });
});

for (const [name, row, expected] of [
  ['an exemplar', 'h_bucket{le="1"} 5 # {trace_id="a b"} 0.67 1520879607.789', { name: 'h_bucket', labels: { le: '1' }, value: 5, line: 1 }],
  ['a time in milliseconds', 'a 1 1795368461123', { name: 'a', labels: {}, value: 1, line: 1, time: 1_795_368_461_123 }],
  ['a time in seconds', 'a 1 1795368461.123', { name: 'a', labels: {}, value: 1, line: 1, time: 1_795_368_461_123 }],
  ['infinity', 'a{le="+Inf"} +Inf', { name: 'a', labels: { le: '+Inf' }, value: Number.POSITIVE_INFINITY, line: 1 }],
  ['not a number', 'a NaN', { name: 'a', labels: {}, value: Number.NaN, line: 1 }],
  ['escapes', String.raw`a{p="C:\\x \"y\" \n}"} 1`, { name: 'a', labels: { p: 'C:\\x "y" \n}' }, value: 1, line: 1 }],
  ['a trailing comma', 'a{b="c",} 1', { name: 'a', labels: { b: 'c' }, value: 1, line: 1 }],
  ['a quoted name', '{"http.requests", code="200"} 7', { name: 'http.requests', labels: { code: '200' }, value: 7, line: 1 }],
  ['no blank after the labels', 'a{b="c"}1', { name: 'a', labels: { b: 'c' }, value: 1, line: 1 }],
  ['an open brace', 'a{b="c" 1', undefined],
  ['no value', 'a', undefined],
  ['a word for a value', 'a b', undefined],
  ['a log line', '2026-11-22T17:27:41Z info started', undefined],
] as const) {
  test(`a sample with ${name} is ${expected === undefined ? 'turned down' : 'read'}`, () => assert.deepEqual(parseSample(row, 1), expected));
}

test('lines that are no samples are counted and the first is named', () => {
  const { rejected, rejectedAt, samples } = parsePrometheus('a 1\nDefaulted container "x"\nb 2\n???\n', 10);
  assert.deepEqual([rejected, rejectedAt, samples.length], [2, 11, 2]);
});

test('any labels that are printed by the rules read back as they were', () => {
  const printed = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  fc.assert(
    fc.property(fc.string(), fc.double({ noNaN: true }), (label, value) => {
      fc.pre(!label.includes('\r') && !Object.is(value, -0));
      const sample = parseSample(
        `a{l="${printed(label)}"} ${value === Number.POSITIVE_INFINITY ? '+Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : value}`,
        1,
      );
      assert.deepEqual([sample?.labels['l'], sample?.value], [label, value]);
    }),
  );
});

test('no text makes the parser throw', () => {
  fc.assert(fc.property(fc.string(), (text) => parsePrometheus(text).samples.length >= 0));
});
