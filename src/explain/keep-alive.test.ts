import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keepAliveEntries } from '../knowledge/keepalive/entries.ts';
import { explain } from './index.ts';

const idsOf = (text: string): readonly string[] => explain(text).keepAlive?.entries.map(({ id }) => id) ?? [];

test('software and the matter, in any of the words people use, are a question for its default', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['tomcat keep-alive', ['tomcat']],
    ['nginx keepalive', ['nginx']],
    ['nginx client keep-alive', ['nginx-upstream']],
    ['node keep alive timeout', ['node-http']],
    ['Node.js keepAlive', ['node-http']],
    ['vminsert keep-alive', ['victoriametrics']],
    ['keep-alive of jetty', ['jetty']],
    ['what is the default keep-alive timeout of jetty?', ['jetty']],
    ['puma 7.1 keep-alive', ['puma']],
    ['aws alb idle timeout', ['aws-alb']],
    ['go keep-alive', ['go-nethttp', 'go-client']],
    ['gunicorn keepalive', ['gunicorn-gthread', 'gunicorn-sync', 'gunicorn-uvicorn']],
    ['nginx 的閒置逾時預設是多少？', ['nginx']],
    ['tomcat 保持連線', ['tomcat']],
    ['go 用戶端的 keep-alive', ['go-client']],
  ];
  for (const [text, ids] of table) {
    assert.deepEqual(idsOf(text).toSorted(), ids.toSorted(), text);
    assert.equal(explain(text).kind, 'keep-alive', text);
    assert.equal(explain(text).recognized, true, text);
  }
});

test('every entry is found by its id and by each of its other names', () => {
  for (const { id, aliases = [] } of keepAliveEntries) {
    assert.deepEqual(idsOf(`${id} keep-alive`), [id]);
    for (const alias of aliases) assert.ok([...idsOf(`${alias} keep-alive`), ...(explain(`${alias} keep-alive`).keepAlive?.related ?? [])].includes(id), alias);
  }
});

test('the matter alone asks for all of them', () => {
  assert.equal(idsOf('keep-alive').length, keepAliveEntries.length);
  assert.ok(idsOf('server keep-alive').length < keepAliveEntries.length);
});

test('an unknown name is not recognised, and the nearest names are told', () => {
  const { recognized, kind, keepAlive } = explain('tomcta keep-alive');
  assert.deepEqual({ recognized, kind }, { recognized: false, kind: 'unknown' });
  assert.deepEqual(keepAlive, { entries: [], related: [], nearest: ['tomcat'] });
  assert.deepEqual(explain('constructor keep-alive').keepAlive?.nearest, []);
});

test('texts that only hold such words are no question', () => {
  for (const text of [
    'idle timeout',
    'stream idle timeout',
    'keepalive timeout',
    'Connection: keep-alive',
    'rpc error: code = Unavailable desc = keepalive ping failed to receive ACK within timeout',
    'node: connection reset, keep-alive socket closed by peer',
    '{"msg":"keep-alive connection of nginx closed"}',
    'nginx keep-alive\nlines',
    `${'nginx '.repeat(40)}keep-alive`,
    '__proto__ keep-alive',
  ])
    assert.equal(explain(text).keepAlive, undefined, text);
});

test('a text that is something else stays that, whatever stands beside it', () => {
  for (const [text, kind] of [
    ['503 tomcat keep-alive', 'status'],
    ['upstream_reset_before_response_started{connection_termination} nginx keep-alive', 'details'],
  ] as const) {
    assert.equal(explain(text).kind, kind, text);
    assert.equal(explain(text).keepAlive, undefined, text);
  }
});

test('a server tells its limit, how it closes, what it collides with, and what the client in front may have', () => {
  const side = explain('vminsert keep-alive').keepAlive?.entries[0]?.sides[0];
  assert.deepEqual(side?.idle, [{ value: 60_000 }]);
  assert.equal(side?.announcesIdleClose, false);
  assert.deepEqual(side?.safe, [{ limit: 60_000, other: 54_000 }]);
  assert.deepEqual(
    side?.collisions.filter(({ kind, what }) => kind === 'period' || what.includes('vmagent')).map(({ ms }) => ms),
    [60_000, 60_000],
  );
  assert.deepEqual(explain('gunicorn-uvicorn keep-alive').keepAlive?.entries[0]?.sides[0]?.safe, [{ limit: 2_000 }]);
  assert.deepEqual(explain('vmagent-client keep-alive').keepAlive?.entries[0]?.sides[0]?.safe, [{ limit: 60_000, other: 67_000 }]);
});

test('a server that closes well after a period does not collide with it', () => {
  const periodsOf = (text: string): readonly number[] =>
    (explain(text).keepAlive?.entries[0]?.sides[0]?.collisions ?? []).filter(({ kind }) => kind === 'period').map(({ ms }) => ms);
  assert.deepEqual(periodsOf('uvicorn keep-alive'), [5_000]);
  assert.deepEqual(periodsOf('lighttpd keep-alive'), []);
  assert.deepEqual(periodsOf('undertow keep-alive'), [60_000]);
  assert.deepEqual(periodsOf('jdk-httpserver keep-alive'), [30_000]);
});

test('an answer is the same in Chinese but for its words', () => {
  const text = (lang: 'en' | 'zh-TW'): string => JSON.stringify(explain('tomcat keep-alive', { language: lang }).keepAlive);
  assert.match(text('zh-TW'), /每分鐘/);
  assert.doesNotMatch(text('en'), /[\u4e00-\u9fff]/);
});

test('whatever is asked, the answer is plain JSON and is recognised only with entries', () => {
  const words = fc.constantFrom('nginx', 'node', 'keep-alive', 'idle timeout', '閒置', '的', 'server', 'client', '7.1', '\u0000', '<b>', '"', 'zzzz');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 7 }).map((parts) => parts.join(' ')),
      ),
      (text) => {
        const explanation = explain(text);
        assert.deepEqual(JSON.parse(JSON.stringify(explanation)), explanation);
        if (explanation.kind === 'keep-alive') assert.ok((explanation.keepAlive?.entries.length ?? 0) > 0);
        if (explanation.keepAlive?.entries.length === 0) assert.equal(explanation.recognized, false);
      },
    ),
  );
});
