import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parseProxyRow } from '../formats/proxy-log/parse-proxy-row.ts';
import type { ProxyRow } from '../formats/proxy-log/proxy-row.ts';
import { diagnose } from '../index.ts';
import { readBundle } from '../sources/bundle/index.ts';
import { casesFolder } from './recorded-cases.ts';

const root = join(casesFolder, 'other-proxies');

function rowsOf(file: string): readonly ProxyRow[] {
  return readFileSync(join(root, file), 'utf8')
    .split('\n')
    .flatMap((line) => parseProxyRow(line) ?? []);
}
const told = (file: string): readonly string[] =>
  rowsOf(file).map(({ path = '?', code, fault, clientLeft, savedByRetry }) =>
    [path, code, fault ?? (clientLeft === true ? 'left' : 'ok'), ...(savedByRetry === true ? ['saved'] : [])].join(' '),
  );

const withStatus = [
  '/fin 502 unnamed',
  '/503 503 answered',
  '/502 502 answered',
  '/half 200 ok',
  '/slow 504 unnamed',
  '/dead 502 unnamed',
  '/two 200 unnamed saved',
  '/gone 502 unnamed',
  '/gone 502 unnamed',
  '/tls 502 unnamed',
  '/limited 200 ok',
  '/limited 503 unasked',
  '/own 503 unasked',
  '/ 200 ok',
  '/slow 499 left',
];

for (const file of ['info.log', 'amplify.log', 'json.log'])
  test(`nginx's ${file} tells its own answers from its upstream's`, () => assert.deepEqual(told(`kinds/${file}`), withStatus));

test('with the times alone the same answers are told apart, and a saved attempt is not seen', () => {
  const expected = withStatus.map((line) => (line.endsWith('saved') ? '/two 200 ok' : line.replace('unasked', 'unnamed')));
  assert.deepEqual(told('kinds/times.log'), expected);
});

test("nginx's error log has the reason of each", () => {
  assert.deepEqual(
    rowsOf('kinds/error.log').map(({ path, fault }) => `${path} ${fault}`),
    [
      '/fin reset',
      '/half truncated',
      '/slow timeout',
      '/dead refused',
      '/two refused',
      '/gone refused',
      '/gone refused',
      '/gone no-host',
      '/tls tls',
      '/limited rate',
    ],
  );
});

test("HAProxy's states tell each kind", () => {
  assert.deepEqual(told('kinds/haproxy.log'), [
    '/ 200 ok',
    '/rst 502 reset',
    '/fin 502 reset',
    '/503 503 answered',
    '/half 200 truncated',
    '/slow 504 timeout',
    '/dead 503 connect',
    '/none 503 no-host',
    '/bad 502 invalid-response',
  ]);
});

test('error log and access log together give each request once, with its reason', async () => {
  const { requests } = diagnose(await readBundle([join(root, 'kinds', 'error.log'), join(root, 'kinds', 'info.log')]));
  assert.deepEqual([requests.failed, requests.savedByRetry, requests.clientAborted], [11, 1, 1]);
});

test('the combined log is no evidence of a hop by itself, and counts with the error log beside it', async () => {
  const alone = diagnose(await readBundle([join(root, 'kinds', 'combined.log')]));
  assert.deepEqual([alone.verdict, alone.requests.seen, alone.requests.failed], ['undecided', 0, 0]);
  const both = diagnose(await readBundle([join(root, 'kinds', 'combined.log'), join(root, 'kinds', 'error.log')]));
  assert.equal(both.requests.failed, 11);
});

test('the race at nginx is held possible before all else, and never called certain from one side', async () => {
  const { verdict, requests, incidents } = diagnose(await readBundle([join(root, 'nginx-race')]));
  const [incident] = incidents;
  assert.deepEqual([verdict, requests.seen, requests.failed, requests.savedByRetry], ['undecided', 110, 18, 16]);
  assert.deepEqual(incident?.causes.filter(({ verdict }) => verdict === 'undecided').map(({ id }) => id)[0], 'keepalive-idle-mismatch');
});

test('every line of the access logs and of HAProxy is read', () => {
  for (const file of [
    'kinds/info.log',
    'kinds/amplify.log',
    'kinds/times.log',
    'kinds/json.log',
    'kinds/combined.log',
    'kinds/haproxy.log',
    'nginx-race/access.log',
    'nginx-race/error.log',
  ]) {
    const lines = readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length;
    assert.equal(rowsOf(file).length, lines, file);
  }
});
