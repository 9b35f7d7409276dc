import test from 'node:test';
import { accessLog, containerLog, document, testAnalyzer } from '../../testing/index.ts';
import { fullConnectionTable } from './index.ts';

const row = (status: string): string =>
  `[2026-11-22T17:22:05.691Z] "GET /cart HTTP/1.1" ${status} - "-" 0 19 10000 - "-" "curl/8" "6f28162c-78dd-4dca-a89a-278891ba1d2e" "cart.shop.svc.cluster.local:80" "10.244.1.9:8080" outbound|80||cart.shop.svc.cluster.local - 10.96.31.10:80 10.244.2.25:51050 - default`;
const timedOut = accessLog('web/web-0', [row('503 URX,UF upstream_reset_before_response_started{connection_timeout}')]);
const kernel = (line: string) => document('host/dmesg.txt', `${line}\n`);
const table = (count: number) => document('host/sysctl.txt', `net.netfilter.nf_conntrack_count = ${count}\nnet.netfilter.nf_conntrack_max = 262144\n`);
const data = { failures: 1, target: 'cart.shop' };

testAnalyzer(test, fullConnectionTable, [
  {
    name: 'the kernel dropped packets at that time',
    given: [timedOut, kernel('2026-11-22T17:22:08+00:00 node-a kernel: nf_conntrack: nf_conntrack: table full, dropping packet')],
    expect: [{ message: 'droppedWhenFull', data, explains: [0] }],
  },
  {
    name: 'a log that holds the kernel’s words counts as well',
    given: [timedOut, containerLog('kube-system/node-logger-0/log', ['2026-11-22T17:22:09.000Z nf_conntrack: nf_conntrack: table full, dropping packet'])],
    expect: [{ message: 'droppedWhenFull', data }],
  },
  {
    name: 'a line without a time supports it',
    given: [timedOut, kernel('kernel: [12345.678901] nf_conntrack: nf_conntrack: table full, dropping packet')],
    expect: [{ message: 'droppedSometime', data, explains: [0] }],
  },
  {
    name: 'the table is nearly full',
    given: [timedOut, table(262_100)],
    expect: [{ message: 'tableNearlyFull', data: { ...data, count: 262_100, max: 262_144 }, explains: [0] }],
  },
  { name: 'the table has room', given: [timedOut, table(1_200)], expect: [{ message: 'tableHasRoom', data: { count: 1_200, max: 262_144 } }] },
  {
    name: 'a kernel log that speaks of other things',
    given: [
      timedOut,
      kernel(
        'kernel: [12345.678901] Memory cgroup out of memory: Killed process 4321 (cart) total-vm:1234kB, anon-rss:1000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:80kB oom_score_adj:999',
      ),
    ],
    expect: [{ message: 'kernelIsSilent', data: {} }],
  },
  {
    name: 'a refused connection was answered',
    given: [
      accessLog('web/web-0', [row('503 URX,UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}')]),
      table(262_100),
    ],
    expect: [{ message: 'noneTimedOut', data }],
  },
  { name: 'a full table that nobody felt is nothing', given: [accessLog('web/web-0', [row('200 - via_upstream')]), table(262_100)], expect: [] },
  { name: 'without access logs nothing is seen', given: [table(262_100)], expect: 'skipped' },
]);
