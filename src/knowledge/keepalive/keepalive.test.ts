import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientIdleDefault, clientIdleFlag, type ContainerHints, idleTimeoutFlag, recogniseServer, serverIdleDefault } from './index.ts';

test('server software is recognised by image, command or log', () => {
  const table: readonly (readonly [ContainerHints, string | undefined])[] = [
    [{ image: 'victoriametrics/vminsert:v1.150.0-cluster' }, 'victoriametrics'],
    [{ image: 'registry.example:5000/mirror/vmselect@sha256:abc' }, 'victoriametrics'],
    [{ image: 'internal/catalog:5.1.0', command: ['node', 'server.js'] }, 'node-http'],
    [{ image: 'internal/catalog:5.1.0', args: ['sh', '-c', 'exec /usr/local/bin/uvicorn app:app --port 80'] }, 'uvicorn'],
    [{ image: 'python:3.12', command: ['gunicorn', '-k', 'uvicorn.workers.UvicornWorker', 'app:app'] }, 'gunicorn-uvicorn'],
    [{ image: 'python:3.12', command: ['gunicorn', '--threads', '4', 'app:app'] }, 'gunicorn-gthread'],
    [{ image: 'python:3.12', command: ['gunicorn', 'app:app'] }, 'gunicorn-sync'],
    [{ image: 'docker.io/library/nginx:1.27-alpine' }, 'nginx'],
    [{ image: 'nginx/nginx-prometheus-exporter:1.0' }, undefined],
    [
      {
        image: 'shop/orders:1',
        logs: ['2026-01-01T00:00:00.000Z  INFO 1 --- [main] o.s.b.w.embedded.tomcat.TomcatWebServer : Tomcat started on port 8080 (http)'],
      },
      'spring-boot-tomcat',
    ],
    [{ image: 'shop/orders:1', logs: ['Now listening on: http://[::]:8080'] }, 'kestrel'],
    [{ image: 'internal/orders:1', command: ['/app/orders'] }, undefined],
    [{ app: 'vmagent' }, 'victoriametrics'],
    [{}, undefined],
  ];
  for (const [hints, expected] of table) assert.equal(recogniseServer(hints)?.server.id, expected, JSON.stringify(hints));
});

test('vminsert closes after a minute unless -http.idleConnTimeout says otherwise', () => {
  const idle = serverIdleDefault({ image: 'victoriametrics/vminsert:v1.150.0-cluster' });
  assert.equal(idle?.app, 'vminsert');
  assert.equal(idle?.valueMs, 60_000);
  assert.equal(idle?.flag, 'http.idleConnTimeout');
  assert.ok(idle?.observedMs !== undefined && idle.observedMs.min < 60_000 && idle.observedMs.max > 60_000);
});

test('Node.js says 5 s and closes up to a second later', () => {
  const idle = serverIdleDefault({ command: ['node'] });
  assert.equal(idle?.valueMs, 5_000);
  assert.equal(idle?.observedMs?.max, 5_999);
});

test('a server whose default changed gives the range while its version is unknown', () => {
  assert.deepEqual(serverIdleDefault({ command: ['puma'] })?.observedMs, { min: 20_000, max: 65_000 });
  assert.equal(serverIdleDefault({ command: ['puma'] })?.valueMs, undefined);
  assert.equal(serverIdleDefault({ image: 'puma:7.1' })?.valueMs, 65_000);
});

test('a server without a limit says so', () => {
  const idle = serverIdleDefault({ logs: ['Netty started on port 8080 (http)'] });
  assert.equal(idle?.neverCloses, true);
  assert.equal(idle?.valueMs, undefined);
});

test('a flag is read in every way it can be written', () => {
  for (const args of [
    ['-http.idleConnTimeout=5s'],
    ['--http.idleConnTimeout', '5s'],
    ['--http.idleConnTimeout="5s"'],
    ['-http.idleConnTimeout=1m', '-http.idleConnTimeout=5000ms'],
  ])
    assert.equal(idleTimeoutFlag('vminsert', args)?.value, 5_000, args.join(' '));
  assert.equal(idleTimeoutFlag('vminsert', ['-http.idleConnTimeout=1m30s'])?.value, 90_000);
  assert.equal(idleTimeoutFlag('vminsert', ['-http.idleConnTimeoutX=5s', '-storageNode=http.idleConnTimeout=5s']), undefined);
  assert.equal(idleTimeoutFlag('uvicorn', ['app:app', '--timeout-keep-alive', '75'])?.value, 75_000);
  assert.equal(idleTimeoutFlag('spring-boot-tomcat', ['-jar', 'app.jar', '--server.tomcat.keep-alive-timeout=20s'])?.value, 20_000);
  assert.equal(idleTimeoutFlag('nobody', ['-http.idleConnTimeout=5s']), undefined);
});

test('VictoriaMetrics reads the environment only where it is told to, and arguments win', () => {
  const env = { VM_http_idleConnTimeout: '15s', http_idleConnTimeout: '20s' };
  assert.equal(idleTimeoutFlag('vminsert', [], env), undefined);
  assert.deepEqual(idleTimeoutFlag('vminsert', ['-envflag.enable=true', '-envflag.prefix=VM_'], env), {
    value: 15_000,
    flag: 'VM_http_idleConnTimeout',
    text: '15s',
    from: 'env',
  });
  assert.equal(idleTimeoutFlag('vminsert', ['--envflag.enable'], env)?.value, 20_000);
  assert.equal(idleTimeoutFlag('vminsert', ['--envflag.enable', '-http.idleConnTimeout=5s'], env)?.value, 5_000);
});

test('vmalert kept idle connections for 90 s before 1.102 and for 50 s since', () => {
  assert.equal(clientIdleDefault('vmalert', 'v1.79.5')?.known?.value, 90_000);
  assert.equal(clientIdleDefault('vmalert', 'v1.150.0')?.known?.value, 50_000);
  assert.equal(clientIdleDefault('vmalert')?.known, undefined);
  assert.deepEqual(
    clientIdleDefault('vmalert')?.possible.map(({ value }) => value),
    [50_000, 90_000],
  );
  assert.equal(clientIdleDefault('vmagent')?.known?.value, 60_000);
  assert.equal(clientIdleDefault('constructor'), undefined);
});

test('a client flag is found by its purpose', () => {
  const args = ['-datasource.idleConnTimeout=30s', '-remoteWrite.idleConnTimeout=10s'];
  assert.equal(clientIdleFlag('vmalert', args)?.value, 10_000);
  assert.equal(clientIdleFlag('vmalert', args, {}, 'datasource')?.value, 30_000);
});
