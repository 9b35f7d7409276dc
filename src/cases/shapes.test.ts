import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose } from '../index.ts';
import { reverseLists } from '../testing/reverse-lists.ts';
import { filesOf, readFiles } from './case-files.ts';
import { answerGistOf, gistOf } from '../testing/judge.ts';
import { logStores } from './log-stores.ts';
import { caseIds, diagnosisOf, snapshotOf } from './recorded-cases.ts';
import { asJsonLists, asTarGz, asZip, fromNodes, gzipped, inOneYaml, nested, prefixed, renamed, type Shape, timestamped, withOtherNames } from './shapes.ts';

/** Packing changes no bit of the evidence, so it changes no score either. */
const packings: { readonly [how: string]: Shape } = {
  'in a tar.gz': asTarGz,
  'in a zip': asZip,
  'in a zip in a tar.gz': nested,
  'each file compressed': gzipped,
};
/** Another way of collecting; what an empty file tells by its name may be lost, so scores may move. */
const collections: { readonly [how: string]: Shape } = { 'all objects in one YAML file': inOneYaml, 'objects as JSON lists': asJsonLists };
/** Ways of collecting logs; for bundles whose logs lie in a file for each container. */
const logShapes: { readonly [how: string]: Shape } = {
  'logs with --timestamps': timestamped,
  'logs with --prefix': prefixed,
  'logs as they lie on the nodes': fromNodes,
};

for (const id of ['keepalive-vminsert-app-hop', 'oom-vminsert-bugreport', 'crash-loop-dump', 'app-crash-node', 'healthy-old-oom']) {
  for (const [how, shape] of Object.entries(packings)) {
    test(`${id}, ${how}, gives the same diagnosis`, async () => {
      assert.deepEqual(gistOf(diagnose(await readFiles(await shape(await filesOf(id))))), gistOf(await diagnosisOf(id)));
    });
  }
  for (const [how, shape] of Object.entries(collections)) {
    test(`${id}, ${how}, gives the same answer`, async () => {
      assert.deepEqual(answerGistOf(diagnose(await readFiles(await shape(await filesOf(id))))), answerGistOf(await diagnosisOf(id)));
    });
  }
}

for (const id of ['keepalive-vminsert-app-hop', 'app-crash-node', 'strict-mtls-plain-client', 'rolling-restart-no-drain', 'healthy-old-oom']) {
  for (const [how, shape] of Object.entries(logShapes)) {
    test(`${id}, ${how}, gives the same answer`, async () => {
      const files = await filesOf(id);
      const changed = await shape(files);
      assert.notDeepEqual(changed, files, 'the shape changes something');
      assert.deepEqual(answerGistOf(diagnose(await readFiles(changed))), answerGistOf(await diagnosisOf(id)));
    });
  }
}

for (const id of ['keepalive-vminsert-app-hop', 'strict-mtls-plain-client']) {
  for (const [store, shape] of Object.entries(logStores)) {
    test(`${id}, all logs as ${store} gives them out, gives the same answer`, async () => {
      assert.deepEqual(answerGistOf(diagnose(await readFiles(await shape(await filesOf(id))))), answerGistOf(await diagnosisOf(id)));
    });
  }
}

for (const id of caseIds()) {
  test(`${id}: the order of the evidence decides nothing`, async () => {
    const snapshot = await snapshotOf(id);
    assert.deepEqual(gistOf(diagnose(reverseLists(snapshot))), gistOf(diagnose(snapshot)));
  });

  test(`${id}: the same evidence given twice, last file first, gives the same answer`, async () => {
    const files = [...(await filesOf(id))];
    const copies = new Map([
      ...files.map(([path, content]) => [`2/${path}`, content] as const),
      ...files.map(([path, content]) => [`1/${path}`, content] as const),
    ]);
    const twice = await readFiles(copies, (root) => [`${root}/2`, `${root}/1`]);
    assert.deepEqual(answerGistOf(diagnose(twice)), answerGistOf(await diagnosisOf(id)));
  });
}

for (const id of caseIds()) {
  test(`${id}: with other names for everything the answer is the same, with these names`, async () => {
    const other = diagnose(await readFiles(renamed(await filesOf(id))));
    assert.deepEqual(answerGistOf(other), JSON.parse(withOtherNames(JSON.stringify(answerGistOf(await diagnosisOf(id))))));
  });
}
