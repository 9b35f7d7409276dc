import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactFile } from './redact-file.ts';

const gone = '***redacted***';

test('manifests lose the values of their variables, and a Secret among them is gone', () => {
  const text =
    'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {p: aHVudGVyMg==}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      env:\n        - {name: DSN, value: hunter2}\n        - {name: IDLE_TIMEOUT, value: 5s}\n';
  const kept = redactFile(text, 'yaml') ?? '';
  assert.doesNotMatch(kept, /hunter2|aHVudGVyMg|Secret/);
  assert.match(kept, /IDLE_TIMEOUT[\s\S]*5s/);
  assert.ok(kept.includes(gone));
});

test('of a broken document only what could be read is written', () => {
  const kept = redactFile('{"kind":"PodList","items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"},"password":"hunter2', 'json') ?? '';
  assert.match(kept, /"a"/);
  assert.doesNotMatch(kept, /hunter2/);
  assert.equal(redactFile('{"password":"hunter2', 'json'), undefined);
});

test('a dump of Envoy keeps its shape without the credentials of headers and keys', () => {
  const dump = {
    configs: [{ request_headers_to_add: [{ header: { key: 'authorization', value: 'Basic hunter2' } }], private_key: { inline_string: 'hunter2' } }],
  };
  const kept: unknown = JSON.parse(redactFile(JSON.stringify(dump), 'json') ?? '');
  assert.deepEqual(kept, {
    configs: [{ request_headers_to_add: [{ header: { key: 'authorization', value: gone } }], private_key: { inline_bytes: 'W3JlZGFjdGVkXQ==' } }],
  });
});

test('variables that kubectl describe shows go, references to where they are kept stay', () => {
  const text =
    "Containers:\n  web:\n    Environment:\n      DSN:       hunter2\n      IDLE_TIMEOUT:  5s\n      KEY:       <set to the key 'k' in secret 's'>\n    Mounts:\n      /etc: config\n";
  const kept = redactFile(text, 'unsure');
  assert.equal(kept, text.replace('hunter2', gone));
});

test('a log keeps its lines', () => {
  assert.equal(redactFile('a GET /x?token=1 b\nfailed to fetch token: dial\n', 'log'), `a GET /x?${gone} b\nfailed to fetch token: dial\n`);
});
