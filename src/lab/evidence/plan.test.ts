import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allArtifacts } from '../../artifacts/index.ts';
import { nodePages, podPages } from './host-pages.ts';
import { istiodPages, proxyPages } from '../../sources/cluster/proxy-pages.ts';
import { collectedResources, fileOf, furtherResources } from '../../sources/cluster/resources.ts';

/** Logs, usage, metrics and series are gathered by code of their own; Envoy's access log, and any other proxy's, is in its container's log; a probe is a person's to run. */
const byCode = ['access-logs', 'container-logs', 'metric-series', 'metrics', 'probe-reports', 'proxy-logs', 'usage'];

test('every kind of evidence that diagnose reads is collected, and nothing is said to feed a kind that is not', () => {
  const collected = [...collectedResources, ...furtherResources, ...proxyPages, ...istiodPages, ...nodePages, ...podPages].flatMap(
    ({ artifact }) => artifact ?? [],
  );
  assert.deepEqual([...new Set([...collected, ...byCode])].toSorted(), allArtifacts.map(({ id }) => id).toSorted());
});

test('Secrets are not in the plan', () => {
  assert.deepEqual(
    [...collectedResources, ...furtherResources].filter(({ kind, resource }) => /secret/i.test(kind + resource)),
    [],
  );
});

test('no two kinds share a file', () => {
  const files = [...collectedResources, ...furtherResources].map(fileOf);
  assert.deepEqual(files, [...new Set(files)]);
});
