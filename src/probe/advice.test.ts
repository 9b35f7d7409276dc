import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceFor, knownCheck } from './advice.ts';
import { knownServer } from './known-server.ts';
import type { IdleResult } from './summary.ts';

const measured = (minMs: number, maxMs = minMs): IdleResult => ({
  kind: 'measured',
  minMs,
  maxMs,
  spreadMs: maxMs - minMs,
  errorMs: 0,
  count: 4,
  close: 'fin',
  isCoarse: false,
});

test('a server that closes before the hour of Envoy gives a client limit, one that closes after it needs none', () => {
  assert.deepEqual(adviceFor(measured(60_000)), { envoyIdleMs: 3_600_000, closesBeforeEnvoy: true, safeClientMs: 54_000 });
  assert.deepEqual(adviceFor(measured(1_500)), { envoyIdleMs: 3_600_000, closesBeforeEnvoy: true });
  assert.deepEqual(adviceFor(measured(3_900_000)), { envoyIdleMs: 3_600_000, closesBeforeEnvoy: false });
  assert.deepEqual(adviceFor({ kind: 'longer', thanMs: 3_700_000, count: 1 }), { envoyIdleMs: 3_600_000, closesBeforeEnvoy: false });
  assert.equal(adviceFor({ kind: 'longer', thanMs: 150_000, count: 4 }), undefined);
  assert.equal(adviceFor({ kind: 'closes-each', announced: 'header' }), undefined);
});

test('servers are known by how they name themselves', () => {
  const ids = [
    'nginx/1.22.1',
    'nginx',
    'Apache/2.4.71 (Debian)',
    'Apache-Coyote/1.1',
    'Jetty(12.0.15)',
    'uvicorn',
    'hypercorn-h11',
    'waitress',
    'Python/3.11 aiohttp/3.14.5',
    'TornadoServer/6.6',
    'istio-envoy',
  ].map((header) => knownServer(header)?.id);
  assert.deepEqual(ids, [
    'nginx',
    'nginx',
    'apache-httpd',
    'tomcat',
    'jetty',
    'uvicorn',
    'hypercorn',
    'waitress',
    'aiohttp-server',
    'tornado',
    'envoy-downstream',
  ]);
  for (const header of [undefined, '', 'gunicorn', 'my-app/1.0', 'constructor', '__proto__']) assert.equal(knownServer(header), undefined, header);
});

test('a measurement is compared with the default of what the header names', () => {
  const rows = [{ connection: 1, server: 'Apache/2.4.71' }];
  assert.equal(knownCheck(measured(4_996, 5_001), rows)?.isDefault, true);
  assert.equal(knownCheck(measured(75_001, 75_089), [{ connection: 1, server: 'nginx/1.22.1' }])?.isDefault, true);
  assert.equal(knownCheck(measured(3_000), rows)?.isDefault, false);
  assert.equal(knownCheck({ kind: 'longer', thanMs: 10_000, count: 4 }, rows)?.isDefault, false);
  assert.equal(knownCheck({ kind: 'longer', thanMs: 10_000, count: 4 }, [{ connection: 1, server: 'nginx' }])?.isDefault, true);
  const tomcat = [{ connection: 1, server: 'Apache-Coyote/1.1' }];
  // its own default, that of its conf/server.xml, and a limit between the two that somebody set
  assert.deepEqual(
    [60_500, 20_500, 30_500].map((ms) => knownCheck(measured(ms), tomcat)?.isDefault),
    [true, true, false],
  );
  assert.equal(knownCheck(measured(5_000), [{ connection: 1 }]), undefined);
});
