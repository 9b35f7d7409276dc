import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose } from '../index.ts';
import { falsehoodsOf } from '../testing/judge.ts';
import { seededRandom } from '../race/random.ts';
import { filesOf, readFiles } from './case-files.ts';
import { pairsWithLogs, partsOf, randomLosses, showsFailures, withoutPart } from './leave-out.ts';
import { caseIds, snapshotOf, truthOf } from './recorded-cases.ts';

for (const id of caseIds()) {
  test(`${id}: without any part of the evidence, and with little of it, nothing false is sure`, async () => {
    const snapshot = await snapshotOf(id);
    const truth = truthOf(id);
    const parts = partsOf(snapshot);
    const wrong = [...parts, ...pairsWithLogs(snapshot), ...randomLosses(parts, 20, 0.4, seededRandom(503))].flatMap((part) => {
      const rest = withoutPart(snapshot, part);
      // Without the proxies' logs nothing says that requests fail, so nothing can be held against `healthy`.
      return falsehoodsOf(diagnose(rest), truth, showsFailures(rest)).map((problem) => `without ${part.name}: ${problem}`);
    });
    assert.deepEqual(wrong, []);
  });
}

// Leaving out of what was read must come to the same as not having been given the file.
for (const id of ['keepalive-vminsert-app-hop', 'oom-vminsert-bugreport', 'healthy-readiness-blip']) {
  test(`${id}: leaving files out of the snapshot answers as reading without them does`, async () => {
    const snapshot = await snapshotOf(id);
    const files = await filesOf(id);
    const kinds = ['pods', 'events', 'stats', 'config_dump', 'clusters', 'istio-proxy.log'];
    for (const kind of kinds) {
      const lost = [...files.keys()].filter((path) => path.includes(kind));
      const reread = diagnose(await readFiles(new Map([...files].filter(([path]) => !lost.includes(path)))));
      const filtered = diagnose(withoutPart(snapshot, { name: kind, holds: ({ file }) => lost.some((path) => file.endsWith(path)) }));
      assert.deepEqual([kind, filtered.verdict, filtered.causes[0]?.id], [kind, reread.verdict, reread.causes[0]?.id]);
    }
  });
}

test('a list that was read and is empty goes with its file, and only then', async () => {
  const snapshot = await snapshotOf('app-crash-node');
  const rest = withoutPart(snapshot, { name: 'one', holds: ({ file }) => file.endsWith('sidecars.yaml') });
  assert.equal(snapshot.artifacts['sidecars']?.status, 'ok');
  assert.equal(rest.artifacts['sidecars']?.status, 'absent');
  assert.equal(rest.artifacts['virtual-services']?.status, 'ok');
  assert.equal(rest.coverage.read.length, snapshot.coverage.read.length - 1);
});

test('everything of one pod is one part', async () => {
  const parts = partsOf(await snapshotOf('app-crash-node'));
  const catalog = parts.find(({ name }) => name.startsWith('pod shop/catalog-'));
  assert.ok(catalog?.holds({ artifact: 'proxy-stats', file: 'x', pod: catalog.name.slice('pod '.length) }));
  assert.ok(!catalog?.holds({ artifact: 'proxy-stats', file: 'x' }));
});
