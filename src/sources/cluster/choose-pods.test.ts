import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { podsOfAll, podsOfEnd } from './choose-pods.ts';
import { pathEnd } from './path-ends.ts';

interface PodWords {
  readonly owner?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly namespace?: string;
  readonly ready?: boolean;
  readonly restarts?: number;
}

function pod(name: string, { owner, labels = {}, namespace = 'shop', ready = true, restarts = 0 }: PodWords = {}): JsonObject {
  const ownerReferences = owner === undefined ? [] : [{ kind: 'ReplicaSet', name: owner }];
  return {
    metadata: { name, namespace, labels, ownerReferences },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], containerStatuses: [{ restartCount: restarts }] },
  };
}

const service = (name: string, selector: Readonly<Record<string, string>>): JsonObject => ({ metadata: { name, namespace: 'shop' }, spec: { selector } });
const names = (pods: readonly JsonObject[]): readonly (string | undefined)[] => pods.map((one) => stringAt(one, 'metadata', 'name'));
const end = { namespace: 'shop', name: 'web' };

test('a service has the pods that it selects, those in trouble first', () => {
  const pods = [
    pod('a', { labels: { app: 'w' } }),
    pod('b', { labels: { app: 'w' }, ready: false }),
    pod('c', { labels: { app: 'w' }, restarts: 3 }),
    pod('d', { labels: { app: 'x' } }),
  ];
  assert.deepEqual(names(podsOfEnd(end, { pods, services: [service('web', { app: 'w' })], slices: [] })), ['b', 'c', 'a']);
});

test('a service without a selector has the pods that its slices address', () => {
  const slice = { metadata: { namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } }, endpoints: [{ targetRef: { kind: 'Pod', name: 'b' } }] };
  assert.deepEqual(names(podsOfEnd(end, { pods: [pod('a'), pod('b')], services: [service('web', {})], slices: [slice] })), ['b']);
});

test('a service that selects nothing still has the workload of its name: that is how a wrong selector looks', () => {
  const pods = [pod('web-7d9c5b6f4c-x2k8p', { owner: 'web-7d9c5b6f4c' }), pod('webby-1', { owner: 'webby-7d9c5b6f4c' })];
  assert.deepEqual(names(podsOfEnd(end, { pods, services: [service('web', { app: 'typo' })], slices: [] })), ['web-7d9c5b6f4c-x2k8p']);
});

test('a workload is known by its controller, its labels or as a pod, in its own namespace', () => {
  const pods = [pod('web'), pod('x', { labels: { 'app.kubernetes.io/name': 'web' } }), pod('y', { namespace: 'other', labels: { app: 'web' } })];
  assert.deepEqual(names(podsOfEnd(end, { pods, services: [], slices: [] })), ['web', 'x']);
});

test('of a whole namespace every workload is seen before a second pod of any', () => {
  const pods = [pod('a-1', { owner: 'a-5d8f' }), pod('a-2', { owner: 'a-5d8f' }), pod('b-1', { owner: 'b-5d8f' })];
  assert.deepEqual(names(podsOfAll(pods)), ['a-1', 'b-1', 'a-2']);
});

test('ends are read with and without namespace and port; what is no name is none', () => {
  assert.deepEqual(pathEnd('shop/web:8080', 'x'), { namespace: 'shop', name: 'web' });
  assert.deepEqual(pathEnd('web', 'x'), { namespace: 'x', name: 'web' });
  for (const text of ['', 'a/b/c', '../x', 'Shop/web', 'a b', `${'a'.repeat(70)}/b`]) assert.equal(pathEnd(text, 'x'), undefined, text);
});
