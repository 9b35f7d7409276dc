import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillCommand } from './command.ts';

test('names of objects and alternations of flags are filled in', () => {
  assert.equal(
    fillCommand("kubectl -n {namespace} logs {pod} | grep -cE ' ({flags}) '", { namespace: 'monitoring', pod: 'deploy/vminsert', flags: 'UC|URX,UF' }),
    "kubectl -n monitoring logs deploy/vminsert | grep -cE ' (UC|URX,UF) '",
  );
  assert.equal(fillCommand('--port {port}', { port: 8480 }), '--port 8480');
});

test('what is no name stays a placeholder, so that nobody pastes a command from the evidence', () => {
  for (const namespace of ['a|reboot', 'a;reboot', '$(reboot)', '`reboot`', 'a b', '-n', '../x', 'a\nreboot', ''])
    assert.equal(fillCommand('kubectl -n {namespace} get pods', { namespace }), 'kubectl -n NAMESPACE get pods', namespace);
});

test('a hole without a name stays visible', () => assert.equal(fillCommand('get {thing}', {}), 'get {thing}'));
