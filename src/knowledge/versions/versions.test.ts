import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  defaultInboundRetry,
  defaultOutboundRetry,
  defaultUpstreamIdle,
  envoyDefault,
  inboundIdleControls,
  istioDefault,
  istioEnvoyMinor,
  parseVersion,
  satisfies,
  versionRange,
} from './index.ts';

test('versions of images, of Istio builds and of people are read', () => {
  assert.deepEqual(parseVersion('v1.102.0-cluster'), { major: 1, minor: 102, patch: 0 });
  assert.deepEqual(parseVersion('1.32-dev'), { major: 1, minor: 32 });
  assert.deepEqual(parseVersion('7'), { major: 7 });
  assert.equal(parseVersion('latest'), undefined);
});

test('a range compares as many numbers as it names', () => {
  const table: readonly (readonly [string, string, boolean])[] = [
    ['1.22.3', '>=1.21', true],
    ['1.9.9', '>=1.21', false],
    ['1.23.9', '<1.24', true],
    ['1.24-alpha.0', '<1.24', false],
    ['1.22.5', '<=1.22', true],
    ['1.22.5', '>1.22', false],
    ['1.22.5', '1.22', true],
    ['1.26.1', '>=1.24 <1.27', true],
    ['1.27.0', '>=1.24 <1.27', false],
    ['v1.102.0-cluster', '>=1.102', true],
    ['latest', '>=1.0', false],
    ['1.2.3', 'about 1', false],
  ];
  for (const [version, range, expected] of table) assert.equal(satisfies(version, range), expected, `${version} ${range}`);
  assert.equal(versionRange('>=x'), undefined);
});

test('Istio carries the Envoy eight minors above', () => {
  assert.equal(istioEnvoyMinor('1.22.3')?.envoy, '1.30');
  assert.equal(istioEnvoyMinor('1.31.0')?.assumed, true);
  assert.equal(istioEnvoyMinor('1.40.0'), undefined);
});

test('the outbound default retries a 503 up to Istio 1.23 and no longer', () => {
  assert.deepEqual(defaultOutboundRetry('1.23.5').known?.value.statusCodes, [503]);
  assert.deepEqual(defaultOutboundRetry('1.24.0').known?.value.statusCodes, []);
  assert.deepEqual(defaultOutboundRetry('1.32-dev').known?.value.retryOn, ['connect-failure', 'refused-stream', 'unavailable', 'cancelled']);
});

test('an unknown version leaves every default possible', () => {
  for (const version of [undefined, 'latest', '0.8']) {
    const { known, possible } = defaultOutboundRetry(version);
    assert.equal(known, undefined);
    assert.equal(possible.length, 4);
  }
});

test('the inbound default came with Istio 1.24', () => {
  assert.equal(defaultInboundRetry('1.22.0').known?.value.attempts, 0);
  assert.equal(defaultInboundRetry('1.23.0').known?.value.unless, 'ENABLE_INBOUND_RETRY_POLICY=true');
  assert.deepEqual(defaultInboundRetry('1.28.0').known?.value.retryOn, ['reset-before-request']);
});

test('defaults carry their document and its version', () => {
  assert.equal(envoyDefault('upstreamIdleTimeout').value, 3_600_000);
  assert.equal(istioDefault('connectTimeout').value, 10_000);
  assert.match(envoyDefault('connectTimeout').documentedBy.version ?? '', /^Envoy 1\.\d+$/);
  assert.equal(defaultUpstreamIdle('InboundPassthroughCluster').value, 300_000);
  assert.equal(defaultUpstreamIdle('inbound|8480||').value, 3_600_000);
});

test('Sidecar.inboundConnectionPool works from 1.21', () => {
  assert.equal(inboundIdleControls('1.20.8').known?.value.includes('sidecar-inbound-pool'), false);
  assert.equal(inboundIdleControls('1.21.0').known?.value.includes('sidecar-inbound-pool'), true);
});
