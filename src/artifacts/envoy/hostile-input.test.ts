import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RawDocument } from '../../model/source.ts';
import dump from './fixtures/config-dump.json' with { type: 'json' };
import { envoyArtifacts } from './index.ts';

const document = (body: RawDocument['body']): RawDocument => ({ file: 'f', identity: {}, hints: [], body, line: 1 });

/** Every artifact reads what it recognises, and everything else, without throwing. */
function read(body: RawDocument['body']): void {
  for (const artifact of envoyArtifacts) {
    assert.equal(typeof artifact.recognises(document(body)), 'boolean');
    artifact.parse([document(body)]);
  }
}

test('no text makes a reader throw', () => {
  const line = fc.constantFrom(
    'a::b::c::1',
    'a::default_priority::max_connections::1',
    'cluster.a;.upstream_cx_total: x',
    'envoy_cluster_x{a="b',
    'envoy_cluster_x{a="b"} NaN',
    '::::',
    'x::[::]:99999',
    'istio_requests_total{',
    ': 1',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), line)), (lines) => read({ kind: 'text', text: lines.join('\n') })),
    { numRuns: 200 },
  );
});

test('a dump with any part replaced by anything is still read', () => {
  const junk = fc.constantFrom<unknown>(null, 0, '', 'x', [], {}, [[]], { cluster: [] });
  fc.assert(
    fc.property(fc.array(fc.nat(400), { minLength: 1, maxLength: 6 }), junk, (positions, value) => {
      let count = 0;
      const broken: unknown = JSON.parse(JSON.stringify(dump), (_, part: unknown) => {
        count += 1;
        return positions.includes(count % 401) ? value : part;
      });
      read({ kind: 'json', value: broken });
    }),
    { numRuns: 200 },
  );
});

test('a line of megabytes costs little', () => {
  for (const text of ['a'.repeat(3_000_000), 'cluster.'.repeat(400_000), '::'.repeat(1_500_000), `envoy_cluster_x{${'a="b",'.repeat(500_000)}} 1`]) {
    const before = process.cpuUsage().user;
    read({ kind: 'text', text });
    assert.ok(process.cpuUsage().user - before < 2_000_000);
  }
});
