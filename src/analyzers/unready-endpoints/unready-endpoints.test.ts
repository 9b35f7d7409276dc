import test from 'node:test';
import { accessLog, at, manifest, testAnalyzer } from '../../testing/index.ts';
import { unreadyEndpoints } from './index.ts';

const row = (second: string, flags = 'UH no_healthy_upstream', upstream = '-'): string =>
  `[2026-11-22T17:22:${second}Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 ${flags} - "-" 0 19 0 - "-" "vmalert" "6f28162c-78dd-4dca-a89a-2788${second.replace('.', '')}91b" "vminsert.monitoring.svc.cluster.local:8480" "${upstream}" outbound|8480||vminsert.monitoring.svc.cluster.local - 10.96.31.10:8480 10.244.2.25:51050 - default`;
const noHost = accessLog('monitoring/vmalert-0', [row('05.691'), row('15.703'), row('25.700')]);
const service = manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: vminsert, namespace: monitoring }
  spec: { selector: { app: vminsert }, clusterIP: 10.96.31.10, ports: [{ port: 8480 }] }
`;
const pod = (ready: string, since: string, state = 'running: { startedAt: 2026-11-22T16:00:00Z }', last = '') => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-58bd74d78-zrfb8, namespace: monitoring, creationTimestamp: '2026-11-22T16:00:00Z', labels: { app: vminsert }, ownerReferences: [{ kind: ReplicaSet, name: vminsert-58bd74d78, controller: true }] }
  spec: { containers: [{ name: vminsert }] }
  status:
    phase: Running
    podIP: 10.244.2.7
    conditions: [{ type: Ready, status: '${ready}', lastTransitionTime: '${since}' }]
    containerStatuses: [{ name: vminsert, ready: ${ready === 'True'}, restartCount: ${last === '' ? 0 : 3}, state: { ${state} } ${last} }]
`;

testAnalyzer(test, unreadyEndpoints, [
  {
    name: 'the only pod runs unready since before the failures',
    given: [noHost, service, pod('False', '2026-11-22T17:21:50Z')],
    expect: [{ message: 'podsRunUnready', data: { unready: 1, pods: 1, target: 'vminsert.monitoring', failures: 3 }, explains: [0, 1, 2] }],
  },
  {
    name: 'failures from before the pod lost its readiness are not its doing',
    given: [noHost, service, pod('False', '2026-11-22T17:22:35Z')],
    expect: [{ message: 'podsRunUnready', data: { unready: 1, pods: 1, target: 'vminsert.monitoring', failures: 1 }, explains: [2] }],
  },
  {
    name: 'a container that restarts makes its pod unready by itself',
    given: [
      noHost,
      service,
      pod(
        'False',
        '2026-11-22T17:21:50Z',
        'waiting: { reason: CrashLoopBackOff }',
        ", lastState: { terminated: { exitCode: 2, finishedAt: '2026-11-22T17:22:01Z' } }",
      ),
    ],
    expect: [{ message: 'containersDown', data: { pod: 'vminsert-58bd74d78-zrfb8', container: 'vminsert', restarts: 3 } }],
  },
  {
    name: 'a pod that is ready since long before is not it',
    given: [noHost, service, pod('True', '2026-11-22T16:00:20Z')],
    expect: [{ message: 'podsStayReady', data: { pod: 'vminsert-58bd74d78-zrfb8', target: 'vminsert.monitoring', since: '2026-11-22T16:00:20.000Z' } }],
  },
  {
    name: 'an old pod that became ready as the failures ended had lost its readiness',
    given: [noHost, service, pod('True', '2026-11-22T17:22:27Z')],
    expect: [{ message: 'lostReadiness', data: { pod: 'vminsert-58bd74d78-zrfb8', readyAt: '2026-11-22T17:22:27.000Z', failures: 3 }, explains: [0, 1, 2] }],
  },
  {
    name: 'near miss: a probe that fails once, as it does while a pod starts, takes nobody out',
    given: [
      noHost,
      manifest`
        apiVersion: v1
        kind: Event
        metadata: { name: a, namespace: monitoring }
        involvedObject: { kind: Pod, namespace: monitoring, name: vminsert-58bd74d78-zrfb8 }
        type: Warning
        reason: Unhealthy
        message: 'Readiness probe failed: HTTP probe failed with statuscode: 400'
        count: 1
        firstTimestamp: '2026-11-22T17:21:55Z'
        lastTimestamp: '2026-11-22T17:22:25Z'
      `,
    ],
    expect: [],
  },
  {
    name: 'readiness events around the failures speak without the pod',
    given: [
      noHost,
      manifest`
        apiVersion: v1
        kind: Event
        metadata: { name: a, namespace: monitoring }
        involvedObject: { kind: Pod, namespace: monitoring, name: vminsert-58bd74d78-zrfb8 }
        type: Warning
        reason: Unhealthy
        message: 'Readiness probe failed: HTTP probe failed with statuscode: 400'
        count: 7
        firstTimestamp: '2026-11-22T17:21:55Z'
        lastTimestamp: '2026-11-22T17:22:25Z'
      `,
    ],
    expect: [
      {
        message: 'probeFails',
        data: { pod: 'vminsert-58bd74d78-zrfb8', count: 7, failures: 3, message: 'Readiness probe failed: HTTP probe failed with statuscode: 400' },
        explains: [0, 1, 2],
      },
    ],
  },
  {
    name: 'slices without a ready address speak without pods',
    given: [
      noHost,
      service,
      manifest`
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: vminsert-a, namespace: monitoring, labels: { kubernetes.io/service-name: vminsert } }
        endpoints: [{ addresses: [10.244.2.7], conditions: { ready: false } }]
        ports: [{ port: 8480 }]
      `,
    ],
    expect: [{ message: 'endpointsNotReady', data: { addresses: 1, service: 'vminsert.monitoring', failures: 3 }, explains: [0, 1, 2] }],
  },
  {
    name: 'connections that broke had a host',
    given: [
      accessLog('monitoring/vmalert-0', [row('05.100', 'UC upstream_reset_before_response_started{connection_termination}', '10.244.2.7:8480')]),
      service,
    ],
    expect: [{ message: 'hostsWereThere', data: { failures: 1, target: 'vminsert.monitoring' } }],
  },
  {
    name: 'without requests, a Service that is called and has only unready pods will find none',
    given: [
      service,
      pod('False', '2026-11-22T16:00:00Z'),
      at('2026-11-22T17:30:00Z'),
      manifest`
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: vmalert, namespace: monitoring }
        spec: { template: { spec: { containers: [{ name: vmalert, args: ['-remoteWrite.url=http://vminsert:8480/insert/0/prometheus'] }] } } }
      `,
    ],
    expect: [{ message: 'wouldFindNone', data: { pods: 1, service: 'vminsert.monitoring' }, predicts: 'vminsert.monitoring' }],
  },
  {
    name: 'a pod whose application is ready is unready for another reason, such as its proxy',
    given: [
      noHost,
      manifest`{ apiVersion: v1, kind: Pod, metadata: { name: vminsert-0, namespace: monitoring, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }, spec: { containers: [{ name: vminsert }, { name: istio-proxy }] }, status: { phase: Running, conditions: [{ type: Ready, status: 'False', lastTransitionTime: '2026-11-22T17:00:00Z' }], containerStatuses: [{ name: vminsert, ready: true, state: { running: {} } }, { name: istio-proxy, ready: false, state: { running: {} } }] } }`,
    ],
    expect: [],
  },
  {
    name: 'with no word of requests at all, a Service whose pods are all unready is taken to be called',
    given: [service, pod('False', '2026-11-22T16:30:00Z'), at('2026-11-22T17:30:00Z')],
    expect: [{ message: 'wouldFindNone', data: { pods: 1, service: 'vminsert.monitoring' }, predicts: 'vminsert.monitoring' }],
  },
  {
    name: 'where many Services stand empty and nobody is known to call them, they are risks',
    given: [
      service,
      pod('False', '2026-11-22T16:30:00Z'),
      at('2026-11-22T17:30:00Z'),
      ...['a', 'b', 'c'].map(
        (name) =>
          manifest`{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: monitoring }, spec: { selector: { app: ${name} }, ports: [{ port: 80 }] } }`,
      ),
    ],
    expect: [{ message: 'mightFindNone', data: { pods: 1, service: 'vminsert.monitoring' } }],
  },
  {
    name: 'where requests of another kind are seen, an unready pod that nobody calls is nothing',
    given: [
      accessLog('monitoring/vmalert-0', [row('05.691', '- via_upstream', '10.244.2.9:8480').replaceAll('vminsert', 'vmselect').replace(' 503 ', ' 200 ')]),
      service,
      pod('False', '2026-11-22T16:30:00Z'),
      at('2026-11-22T17:30:00Z'),
    ],
    expect: [],
  },
]);
