import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { stringAt } from '../../formats/json.ts';
import { type Instead, smallApiServer, status } from '../../testing/small-api-server.ts';
import { type Listed, listObjects } from './list-objects.ts';
import { openCluster } from './open-cluster.ts';
import { createRequester, defaultBudget } from './requester.ts';

const PODS = '/api/v1/namespaces/shop/pods';
const pods = Array.from({ length: 2400 }, (_, index) => ({ metadata: { name: `p-${index}`, namespace: 'shop' } }));

async function listed(t: TestContext, instead: Instead): Promise<Listed & { readonly asked: readonly string[] }> {
  const server = await smallApiServer({ lists: { [PODS]: pods }, instead });
  const port = openCluster({ context: 'test', server: server.url, tls: {}, credentials: async () => ({ headers: {} }) });
  t.after(async () => {
    port.close();
    await server.close();
  });
  const ask = createRequester(port, { ...defaultBudget, rate: 10_000 }, new AbortController().signal);
  return { ...(await listObjects(ask, PODS)), asked: server.asked };
}

test('a long list is read page by page', async (t) => {
  const { items, missing, asked } = await listed(t, () => undefined);
  assert.deepEqual([items.length, missing, asked.length], [2400, undefined, 3]);
});

test('a list that expired is taken up where the server says', async (t) => {
  const refusal = { status: 410, body: status(410, 'the provided continue parameter is too old', { metadata: { continue: '2000' } }) };
  const { items, missing } = await listed(t, (path) => (path.includes('continue=1000') ? refusal : undefined));
  assert.deepEqual([items.length, missing, stringAt(items[1000], 'metadata', 'name')], [1400, undefined, 'p-2000']);
});

test('of a list that expired for good, that was refused or that is no list, what came before is kept and the reason said', async (t) => {
  const second = (body: string, code: number) => (path: string) => (path.includes('continue=1000') ? { status: code, body } : undefined);
  for (const [instead, reason] of [
    [second(status(410, 'too old'), 410), 'expired'],
    [second(status(403, 'no'), 403), 'forbidden'],
    [second('<html>', 200), 'unreadable'],
  ] as const) {
    const { items, missing } = await listed(t, instead);
    assert.deepEqual([items.length, missing?.reason], [1000, reason]);
  }
});
