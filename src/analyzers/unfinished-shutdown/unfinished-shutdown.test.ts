import test from 'node:test';
import { accessLog, containerLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { unfinishedShutdown } from './index.ts';

const pod = 'vminsert-ccc76f8d7-kgwfb';
const row = (time: string, durationMs: number): string =>
  `[2026-11-22T17:${time}Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 967 95 ${durationMs} - "-" "vmagent" "5a00e873-4d8f-45c7-9758-fc3a929f3403" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.29:8480" inbound|8480|| 127.0.0.6:53528 10.244.2.29:8480 10.244.2.31:37662 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default`;
const dying = accessLog(`monitoring/${pod}`, [row('26:55.900', 10_080), row('26:57.000', 8_985)]);
const line = (time: string, level: string, place: string, text: string): string => `2026-11-22T17:${time}Z\t${level}\tVictoriaMetrics/${place}\t${text}`;
const gaveUp = line(
  '27:05.980',
  'fatal',
  'app/vminsert/main.go:177',
  'cannot stop the webservice: cannot gracefully shutdown http server at ":8480" in 7.000s; probably, `-http.maxGracefulShutdownDuration` command-line flag value must be increased; error: context deadline exceeded',
);
const lost = line(
  '26:40.000',
  'warn',
  'app/vminsert/netstorage/netstorage.go:1',
  'all the vmstorage nodes are unavailable; stopping data processing util at least a single node becomes available',
);
const log = (...lines: readonly string[]): Given => containerLog(`monitoring/${pod}/vminsert`, lines);
const about = { pod, after: '7s', time: '2026-11-22T17:27:05Z', count: 2, failures: 2 };
const settings = (rest: string, args = '[]'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: ${pod}, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vminsert-ccc76f8d7, controller: true }] }
  spec: { terminationGracePeriodSeconds: 30, containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.150.0', args: ${args}${rest} }] }
`;
const sleep = (seconds: number): string => `, lifecycle: { preStop: { sleep: { seconds: ${seconds} } } }`;
const budget = { workload: 'vminsert', grace: '30s' };

testAnalyzer(test, unfinishedShutdown, [
  {
    name: 'requests that end as the process gives up its shutdown',
    given: [dying, log(gaveUp)],
    expect: [{ message: 'requestsDieUnanswered', data: about, incident: 'incident-1', explains: [0, 1] }],
  },
  {
    name: 'in the previous log as well',
    given: [dying, containerLog(`monitoring/${pod}/vminsert:previous`, [gaveUp])],
    expect: [{ message: 'requestsDieUnanswered', data: about }],
  },
  {
    name: 'writes that wait for vmstorage cannot end',
    given: [dying, log(lost, gaveUp)],
    expect: [{ message: 'requestsWaitForStorage', data: about, explains: [0, 1] }],
  },
  {
    name: 'times to stop that exceed the grace period are a risk',
    given: [settings(sleep(15), "['-http.shutdownDelay=10s']")],
    expect: [{ message: 'graceTooShort', data: { ...budget, needed: '32s', preStop: '15s', delay: '10s', graceful: '7s' } }],
  },
  {
    name: 'a sleep as a command counts',
    given: [settings(`, lifecycle: { preStop: { exec: { command: [sh, -c, 'sleep 25'] } } }`)],
    expect: [{ message: 'graceTooShort', data: { ...budget, needed: '32s', preStop: '25s', delay: '0s', graceful: '7s' } }],
  },
  {
    name: 'the value in effect is the one that the process reports',
    given: [
      settings('', "['-http.shutdownDelay=5s']"),
      document(
        'metrics/vminsert.txt',
        'flag{name="http.shutdownDelay", value="5s", is_set="true"} 1\nflag{name="http.maxGracefulShutdownDuration", value="40s", is_set="true"} 1\nvm_rpc_rows_pushed_total{name="vminsert"} 1\n',
        `monitoring/${pod}`,
      ),
    ],
    expect: [{ message: 'graceTooShort', data: { ...budget, needed: '45s', preStop: '0s', delay: '5s', graceful: '40s' } }],
  },
  { name: 'times that fit within the grace period', given: [settings(sleep(15), "['-http.shutdownDelay=5s']")], expect: [] },
  { name: 'the operator’s own settings fit', given: [settings(sleep(15))], expect: [] },
  { name: 'a shutdown given up at another time', given: [dying, log(gaveUp.replace('17:27:05', '17:40:05'))], expect: [] },
  {
    name: 'an answer of the program itself in that moment was given',
    given: [
      accessLog(`monitoring/${pod}`, [
        row('27:05.900', 20).replace('503 UC upstream_reset_before_response_started{connection_termination}', '503 - via_upstream'),
      ]),
      log(gaveUp),
    ],
    expect: [],
  },
  {
    name: 'another program’s pod has its own times',
    given: [
      manifest`{ apiVersion: v1, kind: Pod, metadata: { name: web-0, namespace: shop }, spec: { terminationGracePeriodSeconds: 5, containers: [{ name: web, image: 'web:1' }] } }`,
    ],
    expect: [],
  },
  {
    name: 'a shutdown that ends in time',
    given: [dying, log(line('27:00.000', 'info', 'app/vminsert/main.go:175', 'successfully shut down http service in 0.002 seconds'))],
    expect: [],
  },
]);
