import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { redact, redactText } from './redact.ts';

test('Secrets are dropped and counted, alone and in lists', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { password: 'aHVudGVyMg==' } };
  assert.deepEqual(redact(secret), { value: null, secrets: 1 });
  assert.deepEqual(redact({ kind: 'List', items: [secret, { kind: 'Service', metadata: {} }, secret] }), {
    value: { kind: 'List', items: [{ kind: 'Service', metadata: {} }] },
    secrets: 2,
  });
  assert.deepEqual(redact({ kind: 'SecretList', items: [{ metadata: {} }] }), { value: null, secrets: 1 });
});

test('variables keep numbers and what shapes connections, never secrets', () => {
  const env = [
    { name: 'IDLE_TIMEOUT', value: '5s' },
    { name: 'DB_DSN', value: 'mysql root hunter2' },
    { name: 'API_TOKEN_TIMEOUT', value: 'abc' },
    { name: 'WORKERS', value: '4' },
    { name: 'NODE_OPTIONS', value: '--x' },
    { name: 'FROM', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } },
  ];
  const { value } = redact({
    kind: 'Pod',
    metadata: { managedFields: [], annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'x', a: 'b' } },
    spec: { containers: [{ env }] },
  });
  assert.deepEqual(value, {
    kind: 'Pod',
    metadata: { annotations: { a: 'b' } },
    spec: {
      containers: [
        { env: [env[0], { name: 'DB_DSN', value: '***redacted***' }, { name: 'API_TOKEN_TIMEOUT', value: '***redacted***' }, env[3], env[4], env[5]] },
      ],
    },
  });
});

test('what was last applied is kept of Istio objects, cleaned, and of nothing else', () => {
  const annotations = (applied: string) => ({ metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': applied } } });
  const applied = JSON.stringify({ kind: 'Sidecar', metadata: { annotations: { note: 'password=hunter2' } }, spec: { inbound: { port: 8480 } } });
  const sidecar = { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', ...annotations(applied) };
  const kept = JSON.stringify(redact({ kind: 'List', items: [sidecar] }).value);
  assert.match(kept, /last-applied-configuration.*inbound/);
  assert.doesNotMatch(kept, /hunter2/);
  for (const object of [
    { apiVersion: 'v1', kind: 'Pod', ...annotations(applied) },
    { ...sidecar, ...annotations('{"kind": "Sidecar", ') },
  ])
    assert.doesNotMatch(JSON.stringify(redact(object).value), /last-applied/);
  const nested = JSON.stringify({ ...sidecar });
  assert.match(JSON.stringify(redact({ ...sidecar, ...annotations(nested) }).value), /inbound/);
});

test('who wrote an Istio object when is kept without the fields, and of nothing else', () => {
  const metadata = {
    name: 'a',
    managedFields: [{ manager: 'argocd', operation: 'Apply', time: '2026-11-22T10:00:00Z', fieldsV1: { 'f:spec': { 'f:host': {} } } }],
  };
  const rule = redact({ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata }).value;
  assert.deepEqual(JSON.parse(JSON.stringify(rule)).metadata, {
    name: 'a',
    managedFields: [{ manager: 'argocd', operation: 'Apply', time: '2026-11-22T10:00:00Z' }],
  });
  assert.doesNotMatch(JSON.stringify(redact({ apiVersion: 'v1', kind: 'Pod', metadata }).value), /managedFields/);
});

test('credentials in text are taken out, the rest stays', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['-remoteWrite.url=http://u:p4ss@vminsert:8480/insert', '-remoteWrite.url=http://***redacted***@vminsert:8480/insert'],
    ['-remoteWrite.basicAuth.password=hunter2', '-remoteWrite.basicAuth.password=***redacted***'],
    ['Authorization: Bearer eyJhbGciOi.J9', 'Authorization: Bearer ***redacted***'],
    ['-http.idleConnTimeout=1m -search.maxConcurrentRequests=8', '-http.idleConnTimeout=1m -search.maxConcurrentRequests=8'],
    ['http://vminsert.monitoring.svc:8480/', 'http://vminsert.monitoring.svc:8480/'],
    ['--keepAliveTimeout=5000', '--keepAliveTimeout=5000'],
  ];
  for (const [given, expected] of cases) assert.equal(redactText(given), expected);
});

test('redacting twice is redacting once', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('password', '=', ':', ' ', 'token', 'http://', '@', 'x', '"', 'Bearer ', 'abcdefgh', '/') }),
      (text) => redactText(redactText(text)) === redactText(text),
    ),
  );
});

test('a value nested a hundred thousand deep does not overflow', () => {
  let value: unknown = 1;
  for (let index = 0; index < 100_000; index += 1) value = [value];
  assert.doesNotThrow(() => redact(value));
});

test('secrets in what operators, probes and command lines carry are taken out, and their neighbours stay', () => {
  const { value } = redact({
    kind: 'VMCluster',
    spec: {
      vminsert: {
        extraEnvs: [
          { name: 'DB_SECRET', value: 'hunter2-canary' },
          { name: 'GOMAXPROCS', value: '2' },
        ],
      },
      template: {
        containers: [
          {
            args: ['--token', 'tok-canary', '--port', '8480', '--db-password pwd-canary'],
            readinessProbe: { httpGet: { httpHeaders: [{ name: 'X-Api-Key', value: 'key-canary' }] } },
          },
        ],
      },
    },
    metadata: { annotations: { 'example.com/token': 'x', note: 'pass: note-canary, token=ann-canary https://PERSONALTOKEN@git.example.com/x' } },
  });
  const text = JSON.stringify(value);
  assert.doesNotMatch(text, /canary|PERSONALTOKEN/);
  assert.match(text, /8480/);
  assert.match(text, /"GOMAXPROCS","value":"2"/);
});
