import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allArtifacts } from '../artifacts/index.ts';
import { artifactTitles } from '../text/artifacts.ts';
import { fullCatalogue } from './catalogue.ts';

test('every kind of evidence has its title in the catalogues, in English the artifact’s own', () => {
  const titles: Readonly<Record<string, string>> = artifactTitles;
  const chinese = fullCatalogue('zh-TW');
  for (const { id, title } of allArtifacts) {
    assert.equal(titles[id], title);
    assert.ok(chinese.has(`artifact/${id}`), id);
  }
});
