import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factOf, type Given, manifest } from '../testing/index.ts';
import { istioVersion } from './istio-version.ts';

const pod = (name: string, proxy: string): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: ${name}, namespace: monitoring }
  spec: { containers: [{ name: app, image: 'example/app:1.0.0' }, { name: istio-proxy, image: '${proxy}' }] }
`;
const istiod = (image: string, name = 'istiod-1'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: ${name}, namespace: istio-system }
  spec: { containers: [{ name: discovery, image: '${image}' }] }
`;
const versionOf = (...given: readonly Given[]): string | undefined => factOf(istioVersion, given)?.value;
/** A fact that is undefined counts as missing. */
const assertOpen = (...given: readonly Given[]): void => assert.throws(() => versionOf(...given), /istio-version is missing/);

test('proxies that agree tell the version', () => {
  assert.equal(versionOf(pod('a', 'istio/proxyv2:1.22.3'), pod('b', 'istio/proxyv2:1.22.4')), '1.22.3');
});

test('what configuration means is decided by istiod, whatever its proxies are', () => {
  assert.equal(versionOf(pod('a', 'istio/proxyv2:1.20.8'), istiod('docker.io/istio/pilot:1.21.0')), '1.21.0');
  assert.equal(versionOf(pod('a', 'istio/proxyv2:1.20.8'), istiod('registry.example:5000/mesh/pilot:1.21.0-distroless')), '1.21.0-distroless');
});

test('an upgrade that is under way leaves the version open', () => {
  assertOpen(pod('a', 'istio/proxyv2:1.20.8'), pod('b', 'istio/proxyv2:1.21.0'));
  assertOpen(istiod('istio/pilot:1.20.8'), istiod('istio/pilot:1.21.0', 'istiod-2'), pod('a', 'istio/proxyv2:1.21.0'));
});

test('a tag that is no version tells nothing, and an image by digest neither', () => {
  assertOpen(pod('a', 'istio/proxyv2:latest'));
  assertOpen(pod('a', 'istio/proxyv2@sha256:0123456789abcdef'));
  assert.equal(versionOf(pod('a', 'istio/proxyv2@sha256:0123456789abcdef'), pod('b', 'istio/proxyv2:1.24.1')), '1.24.1');
});

test('the version is found whatever the order of the evidence', () => {
  const given = [pod('a', 'istio/proxyv2:1.20.8'), istiod('istio/pilot:1.21.0'), pod('b', 'istio/proxyv2:1.21.0')];
  assert.equal(versionOf(...given), versionOf(...given.toReversed()));
});
