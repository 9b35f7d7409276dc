import assert from 'node:assert/strict';
import test from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import { createPaths } from './paths.ts';

test('the path of an object follows from what the API server calls its kind, which is asked once', async () => {
  const asked: string[] = [];
  const get = async (path: string): Promise<JsonObject> => {
    asked.push(path);
    return {
      resources: [
        { name: 'pods/log', kind: 'Pod' },
        { name: 'pods', kind: 'Pod', namespaced: true },
        { name: 'nodes', kind: 'Node', namespaced: false },
      ],
    };
  };
  const pathOf = createPaths(get);
  assert.equal(await pathOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'vm' } }), '/api/v1/namespaces/vm/pods/a');
  assert.equal(await pathOf({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } }), '/api/v1/nodes/n');
  assert.deepEqual(asked, ['/api/v1']);
  await assert.rejects(pathOf({ apiVersion: 'v1', kind: 'Nothing', metadata: { name: 'x' } }), /no kind Nothing/);
});
