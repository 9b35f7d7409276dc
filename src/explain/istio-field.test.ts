import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from './index.ts';

const told = (text: string) => {
  const { kind, parts } = explain(text);
  return { kind, parts: parts.map(({ part, says, since }) => ({ part, says, since })) };
};

test('a field that guides invented names the one that acts in its place', () => {
  const { kind, parts } = told('spec.inbound');
  assert.equal(kind, 'istio-field');
  assert.equal(parts.length, 1);
  assert.match(parts[0]?.says ?? '', /No Istio from 1\.22 to 1\.31 has it.*Sidecar spec\.inboundConnectionPool\.$/);
});

test('a field that exists says where it stands, since when, and what limit it sets', () => {
  assert.deepEqual(told('Sidecar spec.inboundConnectionPool.http.idleTimeout').parts, [
    {
      part: 'Sidecar spec.inboundConnectionPool.http.idleTimeout',
      says: 'A field that Sidecar objects have; it sets, by the names of docs/versions.md: inbound-pool-idle.',
      since: 'Istio 1.21',
    },
  ]);
  assert.deepEqual(
    told('spec.http[].retries.perTryTimeout').parts.map(({ part }) => part),
    ['VirtualService spec.http.retries.perTryTimeout'],
  );
});

test('words of Envoy are told from fields of Istio', () => {
  assert.match(told('commonHttpProtocolOptions').parts[0]?.says ?? '', /Envoy’s own configuration/);
});

test('a field that no kind has is said to be none only where it is surely meant as one', () => {
  assert.match(told('Sidecar spec.foo').parts[0]?.says ?? '', /has this field/);
  assert.equal(told('foo').kind, 'unknown');
});

test('a host without a namespace before its slash is refused', () => {
  assert.match(told('/*').parts[0]?.says ?? '', /\*\/\*/);
});
