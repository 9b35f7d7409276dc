import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';

const root = join(import.meta.dirname, '..', '..');

function simulate(...options: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/why503.cjs', 'simulate', '--no-progress', '--requests', '20000', ...options], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  return { code: status, out: stdout, err: stderr };
}

const resonant = ['--server', 'vminsert', '--period', '60.02s', '--jitter', '5ms'];

test('the exit code says whether failures are to be expected after the last change, in every format', () => {
  assert.equal(simulate(...resonant).code, 1);
  assert.equal(simulate(...resonant, '--change', 'client-idle=50s', '-o', 'json').code, 0);
  assert.equal(simulate(...resonant, '--change', 'max-requests=1', '--change', 'retries=0', '-o', 'markdown').code, 1);
});

test('JSON fits the published schema, with a path, changes, random traffic and no closed form', () => {
  const schema: unknown = JSON.parse(readFileSync(join(root, 'docs/schema/simulate.schema.json'), 'utf8'));
  assert.ok(typeof schema === 'object' && schema !== null);
  const fits = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema);
  for (const options of [
    [...resonant, '--change', 'server-idle=65m', '--change', 'hop=vminsert,retries=1'],
    ['--rate', '5/s', '--hop', 'name=a,envoy=1h,client=50s', '--hop', 'name=b,server=5s,max-requests=100,server-max-requests=1000,server-max-age=2m'],
    ['--period', '10ms', '--server-idle', '5s', '--service-time', '1s'],
  ]) {
    const { out, err } = simulate(...options, '-o', 'json');
    assert.ok(fits(JSON.parse(out)), `${err}${JSON.stringify(fits.errors)}`);
    assert.ok(!fits({ ...JSON.parse(out), extra: 1 }));
  }
});

test('the same seed gives the same bytes, another seed other counts', () => {
  const once = simulate(...resonant, '--seed', '7', '-o', 'json').out;
  assert.equal(simulate(...resonant, '--seed', '7', '-o', 'json').out, once);
  assert.notDeepEqual(JSON.parse(simulate(...resonant, '--seed', '8', '-o', 'json').out).variants, JSON.parse(once).variants);
});

test('closed form and simulation stand side by side and agree', () => {
  const { variants } = JSON.parse(simulate(...resonant, '-o', 'json').out);
  const [{ hops, resonance }] = variants;
  assert.equal(hops[0].agreement, 'agrees');
  assert.equal(resonance.kind, 'meets');
});

test('a text for a terminal and for a page is in the language that was asked for', () => {
  const english = simulate(...resonant);
  const chinese = simulate(...resonant, '--lang', 'zh-TW', '-o', 'markdown');
  assert.match(english.out, /Every 60\.02 s a request finds/);
  assert.match(chinese.out, /每隔 60\.02 s/);
});

test('names from the command line cannot reach the terminal as they are', () => {
  const { out } = simulate('--period', '60s', '--hop', 'name=\u001b[31mred,server=60s');
  assert.ok(!out.includes('\u001b'));
});

for (const [code, options] of [
  ['no traffic', ['--server-idle', '60s']],
  ['two kinds of traffic', ['--server-idle', '60s', '--rate', '1/s', '--period', '1s']],
  ['no server', ['--period', '60s']],
  ['an unknown server', ['--server', 'nothing', '--period', '60s']],
  ['a server that keeps nothing alive', ['--server-idle', '0', '--period', '60s']],
  ['a path with an unknown client', ['--path', 'nobody/vminsert', '--period', '60s']],
  ['a period of zero', ['--server-idle', '60s', '--period', '0']],
  ['a negative limit', ['--server-idle', '-60s', '--period', '60s']],
  ['a rate that is no number', ['--server-idle', '60s', '--rate', 'NaN']],
  ['a rate beyond what is computed', ['--server-idle', '60s', '--rate', '99999/s']],
  ['an unknown key', ['--server-idle', '60s', '--period', '60s', '--change', 'color=red']],
  ['an unknown hop', ['--server-idle', '60s', '--period', '60s', '--change', 'hop=other,retries=1']],
  ['a log that is not there', ['--server-idle', '60s', '--from-log', '/does/not/exist']],
] as const)
  test(`${code} is refused with one sentence and what to do`, () => {
    const { code: exit, err } = simulate(...options);
    assert.equal(exit, 2);
    assert.match(err, /^why503: .+\n {2}.+\n$/);
  });

test('a path through sidecars is lost at the application, and retries of old Istio hide it', () => {
  const { variants } = JSON.parse(simulate('--path', 'vmalert/vminsert', '--period', '60.02s', '-o', 'json').out);
  const perDay = variants[0].hops.map((hop: { name: string; expected: { perDay: number } }) => [hop.name, hop.expected.perDay > 1]);
  assert.deepEqual(perDay, [
    ['sidecar-of-vmalert', false],
    ['sidecar-of-vminsert', false],
    ['vminsert', true],
  ]);
  assert.equal(simulate('--path', 'vmalert/vminsert', '--period', '60.02s', '--istio', '1.23').code, 0);
});

test('quiet times are taken from an access log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'why503-'));
  try {
    const file = join(folder, 'istio-proxy.log');
    writeFileSync(file, Array.from({ length: 30 }, (_, index) => row(Date.UTC(2026, 0, 1) + index * 4_980)).join(''));
    const { variants, log } = JSON.parse(simulate('--server-idle', '5s', '--rtt', '60ms', '--from-log', file, '-o', 'json').out);
    assert.equal(log.gaps, 29);
    assert.ok(variants[0].share > 0.1, JSON.stringify(variants[0].expected));
    assert.equal(simulate('--server-idle', '60s', '--from-log', file).code, 3);
    assert.equal(simulate('--server-idle', '60s', '--from-log', file, '--change', 'client-idle=50s').code, 0);
    writeFileSync(file, row(Date.UTC(2026, 0, 1)));
    assert.equal(simulate('--server-idle', '5s', '--from-log', file).code, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('quiet times before resets count too, and rows need no cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'why503-'));
  try {
    const file = join(folder, 'envoy.json');
    const of = (at: number, code: number, flags: string): string =>
      `${JSON.stringify({
        start_time: new Date(Date.UTC(2026, 0, 1) + at).toISOString(),
        method: 'GET',
        path: '/',
        protocol: 'HTTP/1.1',
        response_code: code,
        response_flags: flags,
        response_code_details: flags === 'UC' ? 'upstream_reset_before_response_started{connection_termination}' : 'via_upstream',
        duration: 20,
        upstream_host: '10.0.0.5:8480',
        upstream_local_address: `10.0.0.9:${40_000 + Math.floor(at / 20_000)}`,
      })}\n`;
    const lines = Array.from(
      { length: 40 },
      (_, index) => [0, 1_000, 3_000].map((offset) => of(index * 20_000 + offset, 200, '-')).join('') + of(index * 20_000 + 8_015, 503, 'UC'),
    );
    writeFileSync(file, lines.join(''));
    const { variants, log } = JSON.parse(simulate('--server-idle', '5s', '--from-log', file, '-o', 'json').out);
    assert.deepEqual(log, { cluster: '10.0.0.5:8480', gaps: 120, isDoubtful: false });
    // a third of the quiet times is 4,995 ms: in the window of a round trip of 60 ms
    assert.equal(variants[0].share, 0);
    const wide = JSON.parse(simulate('--server-idle', '5s', '--rtt', '60ms', '--from-log', file, '-o', 'json').out);
    assert.ok(wide.variants[0].share > 0.15 && wide.variants[0].hops[0].agreement === 'agrees', JSON.stringify(wide.variants[0]));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the quiet times of a log that holds only errors are no ground for a verdict', () => {
  const folder = mkdtempSync(join(tmpdir(), 'why503-'));
  try {
    const file = join(folder, 'istio-proxy.log');
    const lost = (at: number): string => row(at).replace('204 - via_upstream', '503 UC upstream_reset_before_response_started{connection_termination}');
    writeFileSync(
      file,
      Array.from({ length: 30 }, (_, index) => row(Date.UTC(2026, 0, 1) + index * 120_000) + lost(Date.UTC(2026, 0, 1) + index * 120_000 + 60_000)).join(''),
    );
    assert.notEqual(simulate('--server-idle', '60s', '--from-log', file).code, 2);
    writeFileSync(file, row(Date.UTC(2026, 0, 1)) + Array.from({ length: 30 }, (_, index) => lost(Date.UTC(2026, 0, 1) + (index + 1) * 60_000)).join(''));
    const { code, out } = simulate('--server-idle', '60s', '--from-log', file);
    assert.equal(code, 3);
    assert.match(out, /The log is not whole/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('where the simulation differs from the closed form, the headline and the exit code follow the simulation', () => {
  const args = ['--hop', 'name=app,server-max-age=5s,rtt=1ms', '--rate', '20/s', '--service-time', '50ms', '--throttled'];
  const { variants } = JSON.parse(simulate(...args, '-o', 'json').out);
  const [{ hops, share, expected }] = variants;
  assert.equal(hops[0].agreement, 'differs');
  assert.ok(Math.abs(share - hops[0].simulated.losses / hops[0].simulated.requests) < 1e-9);
  assert.ok(Math.abs(share - expected.share) > 0.2 * share);
  assert.match(simulate(...args).out, /In the simulation about/);
});

function row(at: number): string {
  const cluster = 'inbound|8480|| 127.0.0.6:45001 10.0.0.5:8480 10.0.0.9:33444 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default';
  return `[${new Date(at).toISOString()}] "POST /insert HTTP/1.1" 204 - via_upstream - "-" 100 0 20 20 "-" "vmalert" "${at}" "vminsert:8480" "10.0.0.5:8480" ${cluster}\n`;
}
