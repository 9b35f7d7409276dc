import test from 'node:test';
import { accessLog, containerLog, document, manifest, testAnalyzer } from '../../testing/index.ts';
import { unreachableStorage } from './index.ts';

const target = 'vminsert.monitoring';
const pod = 'monitoring/vminsert-ccc76f8d7-kgwfb';
const row = (time: string, flag = '-', details = 'via_upstream'): string =>
  `[2026-11-22T17:31:${time}Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 ${flag} ${details} - "-" 967780 335 158 143 "-" "vmagent" "5a00e873-4d8f-45c7-9758-fc3a929f3403" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.29:8480" inbound|8480|| 127.0.0.6:53528 10.244.2.29:8480 10.244.2.31:37662 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default`;
const rows = accessLog(pod, [row('19.977'), row('40.000', 'UC', 'upstream_reset_before_response_started{connection_termination}')]);
const line = (time: string, place: string, text: string): string => `2026-11-22T17:31:${time}Z\twarn\tVictoriaMetrics/${place}\t${text}`;
const log = (...lines: readonly string[]): ReturnType<typeof containerLog> => containerLog(`${pod}/vminsert`, lines);
const node = (n: number): string => `vmstorage-${n}.vmstorage.monitoring.svc.cluster.local:8400`;
const flags = (...nodes: readonly number[]): string => line('01.000', 'lib/logger/flag.go:20', `  -storageNode="${nodes.map(node).join(',')}"`);
const dial = (time: string): string =>
  line(time, 'app/vminsert/netstorage/netstorage.go:300', `cannot dial storageNode "${node(0)}": dial tcp4: connection refused`);
const back = (time: string): string => line(time, 'app/vminsert/netstorage/netstorage.go:285', `successfully dialed -storageNode="${node(0)}"`);
const page = (reachable: number, errors = 0, start = 1_795_368_600): ReturnType<typeof document> =>
  document(
    'metrics/vminsert.txt',
    `vm_rpc_vmstorage_is_reachable{name="vminsert", addr="${node(0)}", rpc_call="metric_rows"} ${reachable}
vm_rpc_vmstorage_is_read_only{name="vminsert", addr="${node(0)}", rpc_call="metric_rows"} 0
vm_rpc_dial_errors_total{name="vminsert", addr="${node(0)}", rpc_call="metric_rows"} ${errors}
vm_rpc_rows_pushed_total{name="vminsert", addr="${node(0)}"} 10
process_start_time_seconds ${start}
`,
    pod,
  );
const vminsertOf = (args: string): ReturnType<typeof manifest> => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-ccc76f8d7-kgwfb, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vminsert-ccc76f8d7, controller: true }] }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.150.0-cluster', args: [${args}] }] }
`;
const vminsert = (...nodes: readonly number[]): ReturnType<typeof manifest> => vminsertOf(nodes.map((n) => `'-storageNode=${node(n)}'`).join(', '));
const about = { target, count: 1, failures: 2 };

testAnalyzer(test, unreachableStorage, [
  {
    name: 'the only node is out of reach when the answer comes',
    given: [rows, log(flags(0), dial('10.000'))],
    expect: [{ message: 'allNodesLost', data: about, explains: [0] }],
  },
  {
    name: 'a log without flags does not say how many nodes are left',
    given: [rows, log(dial('10.000'))],
    expect: [{ message: 'nodeLost', data: about, explains: [0] }],
  },
  {
    name: 'the arguments say that there is no other node',
    given: [rows, log(dial('10.000')), vminsert(0)],
    expect: [{ message: 'allNodesLost', data: about, explains: [0] }],
  },
  {
    name: 'or that there are others',
    given: [rows, log(dial('10.000')), vminsert(0, 1)],
    expect: [{ message: 'oneOfSeveralLost', data: about, explains: [0] }],
  },
  {
    name: 'a name that is looked up stands for nobody knows how many',
    given: [rows, log(dial('10.000')), vminsertOf("'-storageNode=srv+vmstorage.monitoring.svc:8400'")],
    expect: [{ message: 'nodeLost', data: about, explains: [0] }],
  },
  {
    name: 'vmselect says of each query which nodes did not answer: others did',
    given: [
      rows,
      log(
        line(
          '19.500',
          'app/vmselect/netstorage/netstorage.go:1',
          '1 out of 2 vmstorage nodes at group "" were unavailable during the query; a sample error: EOF',
        ),
      ),
    ],
    expect: [{ message: 'oneOfSeveralLost', data: about, explains: [0] }],
  },
  {
    name: 'one of three nodes is a hint at best',
    given: [rows, log(flags(0, 1, 2), dial('10.000'))],
    expect: [{ message: 'oneOfSeveralLost', data: about, explains: [0] }],
  },
  {
    name: 'the server’s own line names the reason',
    given: [
      rows,
      log(
        line(
          '20.100',
          'app/vminsert/main.go:239',
          'remoteAddr: "127.0.0.6:53528"; requestURI: /write; cannot store metrics: the storage is in read-only mode; check -storage.minFreeDiskSpaceBytes',
        ),
      ),
    ],
    expect: [{ message: 'answerNamesStorage', data: { ...about, words: 'cannot store metrics' }, explains: [0] }],
  },
  {
    name: 'a caller that quotes the reason',
    given: [
      accessLog(pod, [row('19.977')]),
      containerLog('monitoring/vmagent-0/vmagent', [
        line(
          '20.438',
          'app/vmagent/remotewrite/client.go:500',
          'unexpected status code received after sending a block with size 967780 bytes to "http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus/api/v1/write" during retry #1: 503; response body="cannot store metrics: the storage is in read-only mode"; re-sending the block in 1s',
        ),
      ]),
    ],
    expect: [{ message: 'answerNamesStorage', data: { target, count: 1, failures: 1, words: 'cannot store metrics' } }],
  },
  {
    name: 'a node that the metrics call unreachable',
    given: [rows, page(0, 12)],
    expect: [{ message: 'nodesDownInMetrics', data: { target, down: 1, nodes: 1 }, explains: [0] }],
  },
  {
    name: 'nodes without an error since before the failures are no reason',
    given: [rows, page(1)],
    expect: [{ message: 'allNodesReachable', data: { target, nodes: 1 } }],
  },
  {
    name: 'another program has no vmstorage',
    given: [
      rows,
      manifest`
        apiVersion: v1
        kind: Pod
        metadata: { name: vminsert-ccc76f8d7-kgwfb, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vminsert-ccc76f8d7, controller: true }] }
        spec: { containers: [{ name: web, image: 'nginx:1.29' }] }
      `,
    ],
    expect: [{ message: 'otherProgram', data: { target } }],
  },
  { name: 'a dial error at start that was over before the failures is nothing', given: [rows, log(flags(0), dial('02.000'), back('05.000'))], expect: [] },
  {
    name: 'errors that were counted at some time neither accuse nor acquit: they are told',
    given: [rows, page(1, 3)],
    expect: [{ message: 'errorsCounted', data: { target, errors: 3, nodes: 1 } }],
  },
  { name: 'without request evidence nothing is judged', given: [], expect: 'skipped' },
]);
