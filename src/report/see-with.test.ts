import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence, ObjectRef, Place } from '../model/evidence.ts';
import { seeWith } from './see-with.ts';

const pod: ObjectRef = { kind: 'Pod', namespace: 'monitoring', name: 'vminsert-0' };
const field = (at: Partial<Place> & { readonly artifact: string }): Evidence => ({ kind: 'field', at: { file: 'f', ...at }, value: 1 });
const log = (at: Partial<Place> & { readonly artifact: string }, text: string): Evidence => ({
  kind: 'log',
  at: { file: 'f', ...at },
  text,
  time: '2026-11-22T17:28:18.362Z',
});

const cases: readonly (readonly [string, Evidence, string | undefined])[] = [
  [
    'a field of a pod',
    field({ artifact: 'pods', object: pod, path: 'spec.containers[0].args[3]' }),
    "kubectl -n monitoring get pod vminsert-0 -o jsonpath='{.spec.containers[0].args[3]}'",
  ],
  [
    'a field inside a List',
    field({ artifact: 'pods', object: pod, path: 'items[3].spec.nodeName' }),
    "kubectl -n monitoring get pod vminsert-0 -o jsonpath='{.spec.nodeName}'",
  ],
  [
    'a field whose path jsonpath cannot say',
    field({ artifact: 'pods', object: pod, path: 'metadata.annotations["a/b"]' }),
    'kubectl -n monitoring get pod vminsert-0 -o yaml',
  ],
  [
    'a recorded series',
    { kind: 'metric', at: { artifact: 'metric-series', file: 'f', object: pod, path: 'data.result[1]' }, series: 'vm_rows{x="$(id)"}', value: 1 },
    `curl -sG http://PROMETHEUS:9090/api/v1/query_range --data-urlencode 'query=vm_rows{pod="vminsert-0"}' -d start=$(date -d -6hours +%s) -d end=$(date +%s) -d step=60`,
  ],
  ['an object without namespace', field({ artifact: 'nodes', object: { kind: 'Node', name: 'n1' } }), 'kubectl get node n1 -o yaml'],
  [
    'events about a pod',
    field({ artifact: 'events', object: pod }),
    'kubectl -n monitoring get events --field-selector involvedObject.name=vminsert-0 --sort-by=.lastTimestamp',
  ],
  [
    'an access-log row',
    log({ artifact: 'access-logs', object: pod }, '503 UC "6c56e689-235e-495d-b791-934798d52f90"'),
    'kubectl -n monitoring logs vminsert-0 -c istio-proxy | grep 6c56e689-235e-495d-b791-934798d52f90',
  ],
  [
    'a row without request id',
    log({ artifact: 'access-logs', object: pod }, '[2026-11-22T17:28:18.362Z] "- - -" 0'),
    'kubectl -n monitoring logs vminsert-0 -c istio-proxy | grep 2026-11-22T17:28:18',
  ],
  [
    'a line of a previous container',
    log({ artifact: 'container-logs', file: 'vminsert.previous.log', object: { ...pod, container: 'vminsert' } }, 'panic'),
    'kubectl -n monitoring logs vminsert-0 -c vminsert --previous --since-time=2026-11-22T17:28:18Z | head -20',
  ],
  [
    'a cluster of a proxy',
    field({ artifact: 'proxy-config', object: pod, path: 'configs[1].dynamic_active_clusters[0].cluster' }),
    'istioctl -n monitoring proxy-config cluster vminsert-0 -o json',
  ],
  [
    'a proxy figure',
    { kind: 'metric', at: { artifact: 'proxy-stats', file: 'f', object: pod }, series: 'a|b', value: 1 },
    "kubectl -n monitoring exec vminsert-0 -c istio-proxy -- pilot-agent request GET stats | grep -F 'a|b'",
  ],
  ['a certificate', field({ artifact: 'proxy-certs', object: pod }), 'istioctl -n monitoring proxy-config secret vminsert-0'],
  ['a log of nobody known', log({ artifact: 'access-logs' }, 'x'), undefined],
  ['a hostile name', field({ artifact: 'pods', object: { ...pod, name: '$(reboot)' } }), undefined],
  ['a hostile namespace', field({ artifact: 'pods', object: { ...pod, namespace: 'a; b' } }), undefined],
];

for (const [name, evidence, command] of cases) {
  test(`${name} is seen with ${command ?? 'no command'}`, () => assert.equal(seeWith(evidence), command));
}
