import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose } from '../index.ts';
import { filesOf, readFiles } from './case-files.ts';
import { falsehoodsOf } from '../testing/judge.ts';
import { artifactsIn, partsOf, showsFailures, withoutArtifact, withoutPart } from './leave-out.ts';
import { caseIds, snapshotOf, truthOf } from './recorded-cases.ts';

for (const id of caseIds()) {
  test(`${id}: without any one kind of evidence nothing false is sure`, async () => {
    const snapshot = await snapshotOf(id);
    const truth = truthOf(id);
    const wrong = artifactsIn(snapshot).flatMap((artifact) => {
      // Without the proxies' logs nothing says that requests fail, so nothing can be held against `healthy`.
      const problems = falsehoodsOf(diagnose(withoutArtifact(snapshot, artifact)), truth, artifact !== 'access-logs');
      return problems.map((problem) => `without ${artifact}: ${problem}`);
    });
    assert.deepEqual(wrong, []);
  });
}

// Reading again for every part takes time, so these stand for all; `node tools/score-cases.ts --leave-out` does every case.
for (const id of [
  'keepalive-vminsert-app-hop',
  'oom-vminsert-bugreport',
  'crash-loop-dump',
  'app-crash-node',
  'expired-workload-certificate',
  'healthy-readiness-blip',
]) {
  test(`${id}: without any one part of its files nothing false is sure`, async () => {
    const files = await filesOf(id);
    const truth = truthOf(id);
    const wrong: string[] = [];
    for (const part of partsOf(files)) {
      const rest = withoutPart(files, part);
      const problems = falsehoodsOf(diagnose(await readFiles(rest)), truth, showsFailures(rest));
      wrong.push(...problems.map((problem) => `without ${part.name}: ${problem}`));
    }
    assert.deepEqual(wrong, []);
  });
}
