import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { templateId } from './analyzers/_template/index.ts';
import { zhTW as templateZhTW } from './analyzers/_template/zh-TW.ts';
import { analyzers, analyzersZhTW } from './analyzers/index.ts';
import { allArtifacts } from './artifacts/index.ts';
import { templateCause, zhTW as templateCauseZhTW } from './causes/_template.ts';
import { causes, causesZhTW } from './causes/index.ts';
import { causeIds } from './knowledge/causes.ts';
import { guideProblems } from './testing/guide-problems.ts';
import { readmeProblems } from './testing/readme-examples.ts';
import { analyzerProblems, causeProblems, repeated } from './testing/registry-problems.ts';

const folder = join(import.meta.dirname, 'analyzers');

test('ids of analyzers, causes and artifacts are unique and kebab-case', () => {
  for (const ids of [analyzers.map(({ meta }) => meta.id), causes.map(({ id }) => id), allArtifacts.map(({ id }) => id)]) {
    assert.deepEqual(repeated(ids), []);
    assert.deepEqual(
      ids.filter((id) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)),
      [],
    );
  }
});

test('an analyzer is called as its folder, a cause as its file', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'));
  assert.deepEqual(analyzers.map(({ meta }) => meta.id).toSorted(), folders.map(({ name }) => name).toSorted());
  const files = readdirSync(join(import.meta.dirname, 'causes')).filter(
    (name) => /^[a-z].*\.ts$/.test(name) && name !== 'index.ts' && !name.endsWith('.test.ts'),
  );
  assert.deepEqual(causes.map(({ id }) => `${id}.ts`).toSorted(), files.toSorted());
});

test('a word never names both an analyzer and a cause', () => {
  assert.deepEqual(repeated([...analyzers.map(({ meta }) => meta.id), ...causes.map(({ id }) => id)]), []);
});

test('every analyzer bears on a cause and is translated', () => assert.deepEqual(analyzerProblems(analyzers, analyzersZhTW), []));

test('every cause is public, translated, and can be supported as well as spoken against', () =>
  assert.deepEqual(causeProblems(causes, analyzers, causeIds, causesZhTW), []));

test('every published cause is there, and its page has every part in both languages', () => {
  assert.deepEqual(causes.map(({ id }) => id).toSorted(), causeIds.toSorted());
  assert.equal(causeIds.length, 49);
  assert.deepEqual(guideProblems(causes, causeIds, causesZhTW), []);
});

test('there is a page per cause and language, and none for what is no cause', () => {
  const pages = readdirSync(join(import.meta.dirname, '../docs/causes'));
  assert.deepEqual(pages.toSorted(), causeIds.flatMap((id) => [`${id}.md`, `${id}.zh-TW.md`]).toSorted());
});

test('every analyzer has a test', () => {
  assert.deepEqual(
    analyzers.map(({ meta }) => join(meta.id, `${meta.id}.test.ts`)).filter((file) => !existsSync(join(folder, file))),
    [],
  );
});

for (const analyzer of [templateId, ...analyzers]) {
  const { id } = analyzer.meta;
  test(`the README of ${id} has its headings, and its examples do what it says`, () => {
    const readme = readFileSync(join(folder, analyzer === templateId ? '_template' : id, 'README.md'), 'utf8');
    assert.deepEqual(readmeProblems(readme, analyzer), []);
  });
}

test('the checks see what they must see', () => {
  assert.deepEqual(analyzerProblems([templateId], { 'template-id': templateZhTW }), []);
  assert.deepEqual(analyzerProblems([templateId], { 'template-id': { carriesLabel: '{nobody}', gone: '' } }), [
    'template-id/carriesLabel: its translation has {nobody}, which the text has not',
    'template-id/carriesNoLabel has no translation',
    'template-id/gone is translated and does not exist',
  ]);
  const zhTW = { 'template-cause': templateCauseZhTW };
  assert.deepEqual(causeProblems([templateCause], [templateId], ['template-cause'], zhTW), []);
  assert.deepEqual(causeProblems([templateCause], [], [], zhTW), ['template-cause is not in the published list (src/knowledge/causes.ts)']);
  assert.deepEqual(guideProblems([templateCause], causeIds, { 'template-cause': { title: '', explanation: '', remedies: {} } }), [
    'template-cause has no guide in Chinese',
  ]);
  assert.deepEqual(
    guideProblems(
      [
        {
          ...templateCause,
          guide: { onTheWire: ' ', provenBy: 'x', confusedWith: [{ cause: 'nobody', tellApart: 'x' }], seeWith: [{ command: '{x}', shows: 'x' }] },
        },
      ],
      causeIds,
      {
        'template-cause': { ...templateCauseZhTW, guide: { onTheWire: '線', provenBy: 'x', confusedWith: {}, seeWith: ['看', '看'] } },
      },
    ).length,
    6,
  );
  const silent = { ...templateId, messages: {} };
  assert.deepEqual(causeProblems([templateCause], [silent], ['template-cause'], zhTW), [
    'no analyzer supports template-cause',
    'no analyzer speaks against template-cause',
  ]);
  assert.deepEqual(readmeProblems('# Nothing', templateId).length > 3, true);
});
