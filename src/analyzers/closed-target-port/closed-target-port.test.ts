import test from 'node:test';
import { accessLog, containerLog, manifest, testAnalyzer } from '../../testing/index.ts';
import { closedTargetPort } from './index.ts';

const row = (
  second: string,
  port: number,
  status = '503 URX,UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "delayed_connect_error:_Connection_refused"',
): string =>
  `[2026-11-22T17:27:${second}Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${status} 108 121 45 - "-" "vmalert" "cb2a9b2c-921a-4127-b5af-ec4f6cdf${second.replace('.', '').slice(0, 4)}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.15:${port}" inbound|${port}|| - 10.244.2.15:${port} 10.244.1.16:47102 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default`;
const refusedAt = (port: number) => accessLog('monitoring/vminsert-0', [row('49.250', port), row('50.250', port), row('51.250', port)]);
const container = (spec: string, last = '') => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-0, namespace: monitoring, creationTimestamp: '2026-11-22T10:00:00Z', labels: { app: vminsert }, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }
  spec: { containers: [{ name: vminsert, ${spec} }, { name: istio-proxy }] }
  status:
    phase: Running
    podIP: 10.244.2.15
    conditions: [{ type: Ready, status: 'True', lastTransitionTime: '2026-11-22T10:00:09Z' }]
    containerStatuses: [{ name: vminsert, ready: true, restartCount: 0, state: { running: { startedAt: '2026-11-22T10:00:01Z' } } ${last} }]
`;
const says = (address: string) =>
  containerLog('monitoring/vminsert-0/vminsert', [`2026-11-22T10:00:02.137Z\tinfo\tlib/httpserver/httpserver.go:148\tstarted server at http://${address}/`]);
const service = (port: number) => manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: vminsert, namespace: monitoring }
  spec: { selector: { app: vminsert }, ports: [{ port: 8480, targetPort: ${port} }] }
`;
const caller = manifest`
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: vmalert, namespace: monitoring }
  spec: { template: { spec: { containers: [{ name: vmalert, args: ['-remoteWrite.url=http://vminsert:8480/'] }] } } }
`;
const data = { failures: 3, port: 8482, target: 'vminsert.monitoring' };

testAnalyzer(test, closedTargetPort, [
  {
    name: 'the process says it listens on another port',
    given: [refusedAt(8482), says('0.0.0.0:8480'), service(8482)],
    expect: [{ message: 'listensElsewhere', data: { ...data, ports: '8480' }, explains: [0, 1, 2] }],
  },
  {
    name: 'its settings name another port',
    given: [refusedAt(8482), container("args: ['-httpListenAddr=:8480']"), service(8482)],
    expect: [{ message: 'declaresOthers', data: { ...data, ports: '8480' }, explains: [0, 1, 2] }],
  },
  {
    name: 'a declared port does not make the process listen there',
    given: [refusedAt(8482), container('ports: [{ containerPort: 8482 }]'), says('0.0.0.0:8480')],
    expect: [{ message: 'declaresOthers', data: { ...data, ports: '8480' } }],
  },
  {
    name: 'it listens on the loopback address only',
    given: [refusedAt(8480), container("args: ['--port', '8480'], env: [{ name: HOST, value: x }]"), says('127.0.0.1:8480')],
    expect: [{ message: 'listensOnLoopback', data: { ...data, port: 8480 }, explains: [0, 1, 2] }],
  },
  {
    name: 'a declared port on which nothing is known to listen says little',
    given: [refusedAt(8480), container('ports: [{ containerPort: 8480 }]')],
    expect: [{ message: 'silentPort', data: { ...data, port: 8480 } }],
  },
  { name: 'refusals alone say less', given: [refusedAt(8482)], expect: [{ message: 'allRefused', data, explains: [0, 1, 2] }] },
  {
    name: 'a process that listens there was away for another reason',
    given: [refusedAt(8480), says('0.0.0.0:8480')],
    expect: [{ message: 'listensThere', data: { port: 8480, target: 'vminsert.monitoring' } }],
  },
  {
    name: 'a port that served others meanwhile is open',
    given: [
      accessLog('monitoring/vminsert-0', [
        row('49.250', 8480),
        ...['49.300', '49.400', '49.500'].map((second) => row(second, 8480, '204 - via_upstream - "-"')),
        row('49.600', 8480),
      ]),
    ],
    expect: [{ message: 'servedMeanwhile', data: { port: 8480, target: 'vminsert.monitoring', share: 60 } }],
  },
  {
    name: 'refusals while the container restarts are the restart',
    given: [
      refusedAt(8482),
      container(
        'ports: [{ containerPort: 8480 }]',
        ", lastState: { terminated: { exitCode: 1, reason: Error, startedAt: '2026-11-22T09:00:00Z', finishedAt: '2026-11-22T17:27:48Z' } }",
      ),
    ],
    expect: [{ message: 'refusedWhileAway', data: { ...data, pod: 'monitoring/vminsert-0' } }],
  },
  {
    name: 'a connection that was up was not refused',
    given: [accessLog('monitoring/vminsert-0', [row('49.250', 8480, '503 UC upstream_reset_before_response_started{connection_termination} - "-"')])],
    expect: [{ message: 'noneRefused', data: { failures: 1, target: 'vminsert.monitoring' } }],
  },
  {
    name: 'without requests, a called Service that leads to a closed port must fail',
    given: [service(8482), container('ports: [{ containerPort: 8480 }]'), says('0.0.0.0:8480'), caller],
    expect: [
      {
        message: 'wouldBeRefused',
        data: { service: 'vminsert.monitoring', port: 8482, target: 'vminsert.monitoring', ports: '8480' },
        predicts: 'vminsert.monitoring',
      },
    ],
  },
  {
    name: 'without requests, one that leads to the loopback address must fail',
    given: [service(8480), container('ports: [{ containerPort: 8480 }]'), says('127.0.0.1:8480'), caller],
    expect: [
      { message: 'wouldReachLoopback', data: { service: 'vminsert.monitoring', port: 8480, target: 'vminsert.monitoring' }, predicts: 'vminsert.monitoring' },
    ],
  },
  {
    name: 'a Service that leads to the open port is fine',
    given: [service(8480), container('ports: [{ containerPort: 8480 }]'), says('0.0.0.0:8480'), caller],
    expect: [],
  },
]);
