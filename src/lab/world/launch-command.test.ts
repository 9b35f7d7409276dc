import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { launchCommand, quote } from './launch-command.ts';

const base = { command: ['node', 'server.mjs'], cwd: '/srv' };

test('a program of a pod enters its network first and gets its own mounts and host name', () => {
  const command = launchCommand({ ...base, network: 42 });
  assert.deepEqual(command.slice(0, 11), ['nsenter', '--target', '42', '--net', '--', 'unshare', '--mount', '--uts', '--propagation', 'private', '--']);
  assert.deepEqual(command.slice(-3), ['sh', 'node', 'server.mjs']);
});

test('a command inside a running container makes nothing of its own', () => {
  const command = launchCommand({ ...base, network: 42, join: 43 });
  assert.deepEqual(command.slice(0, 7), ['nsenter', '--target', '43', '--net', '--mount', '--uts', '--']);
  assert.equal(command.includes('unshare'), false);
});

test('limits are entered before the user changes, and the program replaces the shell', () => {
  const script =
    launchCommand({ ...base, cgroups: ['/cg/memory/cgroup.procs'], user: { uid: 1337, gid: 1337 } }).find((word) => word.startsWith('set -e')) ?? '';
  const lines = script.split('\n');
  const entered = lines.findIndex((line) => line.includes('cgroup.procs'));
  const executed = lines.findIndex((line) => line.startsWith('exec setpriv'));
  assert.ok(entered > 0 && entered < executed);
  assert.match(lines[executed] ?? '', /--reuid 1337 --regid 1337 --clear-groups/);
});

test('where groups may not be changed they are kept', () => {
  const script = launchCommand({ ...base, user: { uid: 1, gid: 1 }, canSetGroups: false }).join(' ');
  assert.match(script, /--keep-groups/);
});

test('a quoted word comes out of a shell as it went in', () => {
  for (const word of ["it's", '$HOME `id` "x"', 'a\nb', '']) assert.equal(execFileSync('sh', ['-c', `printf %s ${quote(word)}`]).toString(), word);
});
