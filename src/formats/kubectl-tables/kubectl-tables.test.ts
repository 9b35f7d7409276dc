import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import { ageMs } from './age.ts';
import { readKubectlTables } from './index.ts';
import { growsLinearly } from '../../testing/grows-linearly.ts';

const objects = (text: string): readonly JsonObject[] => readKubectlTables(text).flatMap((table) => table.objects);

test('ages are read in every form kubectl writes', () => {
  assert.deepEqual(['38s', '4m12s', '2d3h', '1y20d', '<unknown>', '', undefined].map(ageMs), [
    38_000,
    252_000,
    183_600_000,
    33_264_000_000,
    undefined,
    undefined,
    undefined,
  ]);
});

test('wide events of all namespaces keep source, first sight and count', () => {
  const text = `NAMESPACE   LAST SEEN   TYPE     REASON              OBJECT                                 SUBOBJECT                         SOURCE                   MESSAGE                                                                                  FIRST SEEN   COUNT   NAME
vm-prod     38s         Normal   SuccessfulCreate    statefulset/vmstorage                                                    statefulset-controller   create Pod vmstorage-0 in StatefulSet vmstorage successful                               38s          1       vmstorage.18ea6eca2756faed
vm-prod     36s         Normal   Started             pod/vmselect-675b98754-8rqdq           spec.containers{vmselect}         kubelet, node-a          Started container vmselect                                                               36s          1       vmselect-675b98754-8rqdq.0c9e673fc373b8d8
`;
  const [first, second] = objects(text);
  assert.deepEqual(second, {
    apiVersion: 'v1',
    kind: 'Event',
    why503Partial: true,
    metadata: { name: 'vmselect-675b98754-8rqdq.0c9e673fc373b8d8', namespace: 'vm-prod' },
    type: 'Normal',
    reason: 'Started',
    message: 'Started container vmselect',
    involvedObject: { kind: 'Pod', name: 'vmselect-675b98754-8rqdq', namespace: 'vm-prod', fieldPath: 'spec.containers{vmselect}' },
    source: { component: 'kubelet', host: 'node-a' },
    count: 1,
    why503: { lastSeenAgoMs: 36_000, firstSeenAgoMs: 36_000 },
  });
  assert.deepEqual(first?.['involvedObject'], { kind: 'StatefulSet', name: 'vmstorage', namespace: 'vm-prod' });
});

test('repeated events of one namespace say how often and since when', () => {
  const [event] = objects(
    'LAST SEEN               TYPE      REASON      OBJECT         MESSAGE\n4m5s (x12 over 2h)      Warning   Unhealthy   pod/vminsert-0   Readiness probe failed: HTTP probe failed with statuscode: 503\n',
  );
  assert.equal(event?.['count'], 12);
  assert.deepEqual(event?.['why503'], { lastSeenAgoMs: 245_000, firstSeenAgoMs: 7_200_000 });
  assert.equal(event?.['message'], 'Readiness probe failed: HTTP probe failed with statuscode: 503');
});

test('pods tell readiness, restarts and where they run', () => {
  const [up, down] = objects(`$ kubectl get pods -o wide
NAME                        READY   STATUS             RESTARTS        AGE   IP           NODE     NOMINATED NODE   READINESS GATES
vmalert-66467cfcc9-kcp8c    2/2     Running            0               8m    10.244.1.8   node-a   <none>           <none>
vminsert-7769f7788f-69wv8   1/2     CrashLoopBackOff   5 (2m12s ago)   8m    10.244.2.5   node-b   <none>           <none>
`);
  assert.deepEqual(up, {
    apiVersion: 'v1',
    kind: 'Pod',
    why503Partial: true,
    metadata: { name: 'vmalert-66467cfcc9-kcp8c' },
    why503: { ageMs: 480_000 },
    spec: { nodeName: 'node-a' },
    status: { phase: 'Running', podIP: '10.244.1.8', conditions: [{ type: 'Ready', status: 'True' }] },
    why503Table: { readyContainers: 2, containers: 2, status: 'Running', restarts: 0 },
  });
  assert.deepEqual(down?.['why503Table'], { readyContainers: 1, containers: 2, status: 'CrashLoopBackOff', restarts: 5, lastRestartAgoMs: 132_000 });
});

test('services, endpoints and nodes are told by their titles', () => {
  const found = objects(`NAMESPACE    NAME       TYPE        CLUSTER-IP    EXTERNAL-IP   PORT(S)                AGE   SELECTOR
monitoring   vminsert   ClusterIP   10.96.12.7    <none>        8480/TCP,8089:30089/UDP   8m    app=vminsert,tier=x

NAME       ENDPOINTS                                         AGE
vminsert   10.244.2.5:8480,10.244.2.6:8480 + 3 more...   8m
empty      <none>                                            8m

NAME     STATUS                     ROLES    AGE   VERSION
node-a   Ready                      <none>   8m    v1.34.4
node-b   NotReady,SchedulingDisabled   <none>   8m    v1.34.4
`);
  assert.deepEqual(
    found.map((object) => object['kind']),
    ['Service', 'Endpoints', 'Endpoints', 'Node', 'Node'],
  );
  assert.deepEqual(found[0]?.['spec'], {
    type: 'ClusterIP',
    clusterIP: '10.96.12.7',
    ports: [
      { port: 8480, protocol: 'TCP' },
      { port: 8089, protocol: 'UDP', nodePort: 30_089 },
    ],
    selector: { app: 'vminsert', tier: 'x' },
  });
  assert.deepEqual(found[1]?.['subsets'], [{ addresses: [{ ip: '10.244.2.5' }, { ip: '10.244.2.6' }], ports: [{ port: 8480 }] }]);
  assert.deepEqual(found[2]?.['subsets'], []);
});

const DESCRIBED = `Name:             vminsert-7769f7788f-69wv8
Namespace:        monitoring
Priority:         0
Node:             node-b/192.168.10.12
Start Time:       Sun, 22 Nov 2026 17:17:17 +0000
Labels:           app=vminsert
                  pod-template-hash=7769f7788f
Status:           Running
IP:               10.244.2.5
Controlled By:    ReplicaSet/vminsert-7769f7788f
Containers:
  vminsert:
    Container ID:  containerd://abc
    Image:         victoriametrics/vminsert:v1.130.0-cluster
    Port:          8480/TCP
    Args:
      -storageNode=vmstorage-0:8400
      -http.idleConnTimeout=1m
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Sun, 22 Nov 2026 17:20:00 +0000
      Finished:     Sun, 22 Nov 2026 17:21:30 +0000
    Ready:          False
    Restart Count:  5
    Limits:
      memory:  64Mi
    Environment:   <none>
Conditions:
  Type              Status
  Ready             False
Events:
  Type     Reason   Age                  From     Message
  ----     ------   ----                 ----     -------
  Warning  BackOff  12s (x7 over 2m30s)  kubelet  Back-off restarting failed container vminsert
`;

test('a description tells states, exit codes, limits, arguments and events', () => {
  const [pod, event] = objects(DESCRIBED);
  assert.deepEqual(pod, {
    apiVersion: 'v1',
    kind: 'Pod',
    why503Partial: true,
    metadata: {
      name: 'vminsert-7769f7788f-69wv8',
      namespace: 'monitoring',
      labels: { app: 'vminsert', 'pod-template-hash': '7769f7788f' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'vminsert-7769f7788f', controller: true }],
      creationTimestamp: '2026-11-22T17:17:17Z',
    },
    spec: {
      nodeName: 'node-b',
      initContainers: [],
      containers: [
        {
          name: 'vminsert',
          image: 'victoriametrics/vminsert:v1.130.0-cluster',
          args: ['-storageNode=vmstorage-0:8400', '-http.idleConnTimeout=1m'],
          ports: [{ containerPort: 8480 }],
          resources: { limits: { memory: '64Mi' }, requests: {} },
        },
      ],
    },
    status: {
      phase: 'Running',
      podIP: '10.244.2.5',
      conditions: [{ type: 'Ready', status: 'False' }],
      initContainerStatuses: [],
      containerStatuses: [
        {
          name: 'vminsert',
          ready: false,
          restartCount: 5,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, startedAt: '2026-11-22T17:20:00Z', finishedAt: '2026-11-22T17:21:30Z' } },
        },
      ],
    },
  });
  assert.equal(event?.['reason'], 'BackOff');
  assert.deepEqual(event?.['why503'], { lastSeenAgoMs: 12_000, firstSeenAgoMs: 150_000 });
});

test('arbitrary text never throws and costs by its length', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('NAME', '  ', ' ', '\n', 'READY', 'STATUS', 'RESTARTS', 'a', ':', 'Name:', 'Namespace:', 'x/y', '\t') }),
      (text) => void readKubectlTables(text),
    ),
  );
  growsLinearly((size) => void readKubectlTables(`${'A '.repeat(size * 2)}\n${'NAME  '.repeat(size)}\n${'a'.repeat(size * 10)}`), 10_000);
  growsLinearly((size) => void readKubectlTables('Name:  a\nNamespace:  b\n'.repeat(size)), 2_000);
});
