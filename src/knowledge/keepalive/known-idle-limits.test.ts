import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownIdleLimits, serverByHeader } from './index.ts';

test('the limits of known servers are there once each, shortest first, with who has them', () => {
  const limits = knownIdleLimits.map(({ idleMs }) => idleMs);
  assert.deepEqual(
    limits,
    [...new Set(limits)].toSorted((a, b) => a - b),
  );
  assert.ok(limits.every((limit) => limit > 0));
  const names = (idleMs: number): string => knownIdleLimits.find((limit) => limit.idleMs === idleMs)?.names.join() ?? '';
  assert.match(names(60_000), /VictoriaMetrics/);
  assert.match(names(20_000), /Puma.*Tomcat/);
  assert.match(names(65_000), /Puma/);
});

test('a server that closes late is found at the time it closes as well as at its nominal limit', () => {
  for (const idleMs of [5_000, 6_000])
    assert.ok(
      knownIdleLimits.some((limit) => limit.idleMs === idleMs && limit.names.some((name) => name.includes('Node.js'))),
      `${idleMs}`,
    );
});

test('a Server header names its entry, and an unknown or hostile one none', () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    ['nginx/1.22.1', 'nginx'],
    ['nginx', 'nginx'],
    ['openresty/1.25.3.1', 'nginx'],
    ['nginx/1.24.0 + Phusion Passenger(R) 6.0.20', 'passenger'],
    ['Apache/2.4.57 (Debian)', 'apache-httpd'],
    ['Apache', 'apache-httpd'],
    ['Apache-Coyote/1.1', 'tomcat'],
    ['Jetty(12.0.5)', 'jetty'],
    // the same for workers of every kind, which differ
    ['gunicorn', undefined],
    ['uvicorn', 'uvicorn'],
    ['hypercorn-h11', 'hypercorn'],
    ['Werkzeug/3.0.1 Python/3.12.1', 'werkzeug'],
    ['SimpleHTTP/0.6 Python/3.11.2', 'python-http-server'],
    ['TornadoServer/6.4', 'tornado'],
    ['Python/3.12 aiohttp/3.9.1', 'aiohttp-server'],
    ['Kestrel', 'kestrel'],
    ['lighttpd/1.4.69', 'lighttpd'],
    ['istio-envoy', 'envoy-downstream'],
    ['Microsoft-IIS/10.0', 'iis'],
    ['Microsoft-HTTPAPI/2.0', 'iis'],
    ['daphne', 'daphne'],
    ['WildFly/10', 'undertow'],
    ['Cowboy', 'cowboy'],
    [' envoy ', 'envoy-downstream'],
    ['Caddy', 'caddy'],
    ['not-nginx/1.0', undefined],
    ['', undefined],
    ['constructor', undefined],
    [`${'x'.repeat(1_000_000)}nginx`, undefined],
  ];
  for (const [value, id] of table) assert.equal(serverByHeader(value)?.id, id, value.slice(0, 60));
});
