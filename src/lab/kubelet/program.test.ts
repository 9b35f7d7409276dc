import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import test from 'node:test';
import { commandOf, findProgram, runsInOwnRoot, StartError } from './program.ts';

test('without a command the image names the program', () => {
  assert.deepEqual(commandOf({ name: 'a', image: 'docker.io/istio/proxyv2:1.32-dev', args: ['proxy', 'sidecar'] }, {}), ['pilot-agent', 'proxy', 'sidecar']);
  assert.deepEqual(commandOf({ name: 'a', image: 'localhost:5000/victoriametrics/vmalert:v1.150.0@sha256:0f', args: ['-rule=x'] }, {}), ['vmalert', '-rule=x']);
});

test('arguments see the container’s environment', () => {
  assert.deepEqual(commandOf({ name: 'a', command: ['node', '$(FILE)'], args: ['$(NONE)'] }, { FILE: 'server.mjs' }), ['node', 'server.mjs', '$(NONE)']);
});

test('a program is found where this machine has it', () => {
  const name = process.execPath.slice(dirname(process.execPath).length + 1);
  assert.equal(findProgram(`/usr/share/images/bin/${name}`, dirname(process.execPath), '/'), process.execPath);
});

test('a missing program is reported in the words of a container runtime', () => {
  assert.throws(
    () => findProgram('does-not-exist', '/usr/bin', '/'),
    (error) => error instanceof StartError && /exec: "does-not-exist": executable file not found in \$PATH/.test(error.message),
  );
});

test('Istio’s programs run in their own folder', () => {
  assert.deepEqual(['/opt/bin/pilot-agent', 'node'].map(runsInOwnRoot), [true, false]);
});
