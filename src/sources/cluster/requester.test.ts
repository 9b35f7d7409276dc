import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Instead, smallApiServer, status } from '../../testing/small-api-server.ts';
import { openCluster } from './open-cluster.ts';
import { type CollectBudget, createRequester, defaultBudget, type Requester } from './requester.ts';

const PODS = '/api/v1/namespaces/shop/pods';
const quick: CollectBudget = { ...defaultBudget, rate: 10_000 };

async function requester(
  t: TestContext,
  instead: Instead,
  budget: Partial<CollectBudget> = {},
  stop: AbortSignal = new AbortController().signal,
): Promise<{ readonly ask: Requester; readonly asked: readonly string[] }> {
  const server = await smallApiServer({ lists: { [PODS]: [] }, instead });
  const port = openCluster({ context: 'test', server: server.url, tls: {}, credentials: async () => ({ headers: {} }) });
  t.after(async () => {
    port.close();
    await server.close();
  });
  return { ask: createRequester(port, { ...quick, ...budget }, stop), asked: server.asked };
}

test('a server that is too busy is asked again when it says so', async (t) => {
  const { ask, asked } = await requester(t, (_path, times) =>
    times < 3 ? { status: 429, body: status(429, 'too many requests'), headers: { 'retry-after': '0' } } : undefined,
  );
  assert.equal((await ask.get(PODS)).kind, 'found');
  assert.equal(asked.length, 3);
});

test('a server that stays too busy is left alone after three tries', async (t) => {
  const { ask, asked } = await requester(t, () => ({ status: 429, body: status(429, 'too many requests'), headers: { 'retry-after': '0' } }));
  const { kind, ...why } = await ask.get(PODS);
  assert.deepEqual([kind, 'reason' in why && why.reason, 'detail' in why && why.detail, asked.length], ['missing', 'throttled', '429 too many requests', 3]);
});

test('refusals are not asked again and keep the words of the server', async (t) => {
  for (const [code, reason] of [
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'gone'],
    [410, 'expired'],
    [400, 'refused'],
  ] as const) {
    const { ask, asked } = await requester(t, () => ({ status: code, body: status(code, 'no') }));
    const found = await ask.get(PODS);
    assert.deepEqual([found.kind, found.kind === 'missing' && found.reason, found.kind === 'missing' && found.detail], ['missing', reason, `${code} no`]);
    assert.equal(asked.length, 1);
  }
});

test('a server that died is not asked for the rest', async (t) => {
  const { ask, asked } = await requester(t, () => 'break');
  const first = await ask.get(PODS);
  const second = await ask.get(PODS);
  const third = await ask.get(PODS);
  assert.deepEqual(
    [first, second, third].map((found) => found.kind === 'missing' && found.reason),
    ['unreachable', 'unreachable', 'unreachable'],
  );
  assert.equal(asked.length, 4);
  assert.deepEqual(await ask.forwarded({ namespace: 'shop', name: 'p' }, 15000, ['/stats']), [third]);
});

test('an answer that does not come is given up, and the next is asked for', async (t) => {
  const { ask } = await requester(t, (_path, times) => (times === 1 ? 'hang' : undefined));
  const found = await ask.get(PODS, { withinMs: 100 });
  assert.deepEqual([found.kind, found.kind === 'missing' && found.reason], ['missing', 'timeout']);
  assert.equal((await ask.get(PODS)).kind, 'found');
});

test('time, requests and bytes are budgets, and so is the patience of the person', async (t) => {
  const stop = new AbortController();
  const reasons: unknown[] = [];
  for (const budget of [{ requests: 1 }, { bytes: 1 }]) {
    const { ask } = await requester(t, () => undefined, budget);
    assert.equal((await ask.get(PODS)).kind, 'found');
    const second = await ask.get(PODS);
    reasons.push(second.kind === 'missing' && second.reason);
  }
  const late = await (await requester(t, () => 'hang', { totalMs: 100 })).ask.get(PODS);
  reasons.push(late.kind === 'missing' && late.reason);
  const { ask } = await requester(t, () => 'hang', {}, stop.signal);
  const waiting = ask.get(PODS);
  stop.abort();
  const stopped = await waiting;
  reasons.push(stopped.kind === 'missing' && stopped.reason);
  assert.deepEqual(reasons, ['budget', 'budget', 'budget', 'stopped']);
});

test('an answer beyond the limit is cut and says so', async (t) => {
  const { ask } = await requester(t, () => ({ status: 200, body: 'x'.repeat(100_000) }));
  const found = await ask.get(PODS, { mostBytes: 1000 });
  assert.deepEqual([found.kind === 'found' && found.text.length, found.kind === 'found' && found.isCut], [1000, true]);
});

test('what is only planned is listed and not asked', async (t) => {
  const { ask, asked } = await requester(t, () => undefined);
  ask.pretend();
  await ask.get(PODS);
  await ask.forwarded({ namespace: 'shop', name: 'p' }, 15000, ['/stats']);
  assert.deepEqual(ask.requests(), [`GET ${PODS}`, 'GET /api/v1/namespaces/shop/pods/p/portforward?ports=15000', 'GET shop/p:15000/stats']);
  assert.deepEqual(asked, []);
});
