import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isObjectName, shellLines, shellWord } from './shell.ts';

test('a word is quoted only where a shell would read more into it', () => {
  assert.equal(shellWord('cluster.stats_1'), 'cluster.stats_1');
  assert.equal(shellWord('outbound|8480||x'), "'outbound|8480||x'");
  assert.equal(shellWord("it's"), `'it'\\''s'`);
});

test('names Kubernetes gives are names; options, paths and shell syntax are not', () => {
  for (const name of ['vminsert-0', 'kube-root-ca.crt', 'Pod', 'system:node']) assert.ok(isObjectName(name), name);
  for (const name of ['', '-A', 'a b', '$(x)', 'a;b', '../x', 'a\n', 'a'.repeat(300)]) assert.ok(!isObjectName(name), name);
});

test('a long command breaks between options and keeps each with its value', () => {
  assert.deepEqual(shellLines("kubectl -n monitoring logs vminsert-0 -c istio-proxy | grep 'a b'", 40), [
    'kubectl -n monitoring logs vminsert-0 \\',
    "  -c istio-proxy | grep 'a b'",
  ]);
});

test('joined again, the lines are the command', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('kubectl', '-n', 'x', '|', 'grep', "'a b'", '--', '-o', 'json', 'y'.repeat(50)), { minLength: 1 }),
      fc.integer({ min: 20, max: 100 }),
      (list, width) => {
        const lines = shellLines(list.join(' '), width);
        assert.equal(lines.map((line) => line.replace(/ \\$/, '').trim()).join(' '), list.join(' '));
      },
    ),
  );
});
