import test from 'node:test';
import { accessLog, type Given, testAnalyzer } from '../../testing/index.ts';
import { unansweredWait } from './index.ts';

/** One request of grafana's: when (s), what its proxy wrote, how long it took, and what the server's proxy wrote of it. */
type Request = readonly [second: number, wrote: 'answered' | 'timed out' | 'given up', durationMs: number, server?: 'had it' | 'never had it'];

const results = { answered: '200 - via_upstream', 'timed out': '504 UT response_timeout', 'given up': '0 DC downstream_remote_disconnect' };

function row(side: 'client' | 'server', [second, wrote, durationMs]: Request, index: number): string {
  const time = new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();
  const bytes = wrote === 'answered' ? 24 : 0;
  const head = `[${time}] "GET /query HTTP/1.1" ${side === 'server' && wrote === 'timed out' ? results['given up'] : results[wrote]} - "-" 0 ${bytes} ${durationMs} - "-" "grafana"`;
  const tail = `"id-${index}" "vmselect.monitoring.svc.cluster.local:8481" "10.1.0.7:8481"`;
  return side === 'client'
    ? `${head} ${tail} outbound|8481||vmselect.monitoring.svc.cluster.local 10.1.0.5:40001 10.96.0.9:8481 10.1.0.5:53462 - default`
    : `${head} ${tail} inbound|8481|| 127.0.0.6:40112 10.1.0.7:8481 10.1.0.5:40001 - default`;
}

const client = (requests: readonly Request[]): Given =>
  accessLog(
    'monitoring/grafana-0',
    requests.map((request, index) => row('client', request, index)),
  );
const server = (requests: readonly Request[]): Given =>
  accessLog(
    'monitoring/vmselect-0',
    requests.flatMap((request, index) => (request[3] === 'never had it' ? [] : [row('server', request, index)])),
  );
const hop = 'grafana-sidecar->vmselect';
const answered = (...seconds: readonly number[]): readonly Request[] => seconds.map((second): Request => [second, 'answered', 20]);
const sooner = answered(0, 2, 4, 6, 8, 10);

testAnalyzer(test, unansweredWait, [
  {
    name: 'a request that timed out after a long quiet, and that the server’s proxy never had, was lost',
    given: [client([...sooner, [70, 'timed out', 3000]]), server([...sooner, [70, 'timed out', 3000, 'never had it'], ...answered(75)])],
    expect: [{ message: 'unseenAfterQuiet', data: { lost: 1, waits: 1, hop: `${hop}-sidecar`, low: '59.98s', high: '59.98s' }, explains: [0] }],
  },
  {
    name: 'without the server’s log the quiet before it is all that is known',
    given: [client([...sooner, [70, 'timed out', 3000]])],
    expect: [{ message: 'fewAfterQuiet', data: { lost: 1, waits: 1, hop, low: '59.98s', high: '59.98s', served: 5 }, explains: [0] }],
  },
  {
    name: 'a request that timed out without any quiet, and that the server’s proxy never had, was lost too',
    given: [client([...sooner, [12, 'timed out', 3000]]), server([...sooner, [12, 'timed out', 3000, 'never had it'], ...answered(75)])],
    expect: [{ message: 'unseen', data: { lost: 1, waits: 1, hop: `${hop}-sidecar` }, explains: [0] }],
  },
  {
    name: 'a request that the server’s proxy cut was there',
    given: [client([...sooner, [70, 'timed out', 3000]]), server([...sooner, [70, 'timed out', 3000, 'had it']])],
    expect: [{ message: 'cutAtServer', data: { cut: 1, waits: 1, hop: `${hop}-sidecar` } }],
  },
  {
    name: 'requests given up after one length of time at the server meet the caller’s own limit',
    given: [server([...sooner, [16, 'given up', 2000], [20, 'given up', 2001], [30, 'given up', 2000]])],
    expect: [
      { message: 'callerLimit', data: { waits: 3, hop: 'vmselect-sidecar->vmselect', low: '2s', high: '2.001s' }, explains: [0, 1, 2] },
      { message: 'cutAtServer', data: { cut: 3, waits: 3, hop: 'vmselect-sidecar->vmselect' } },
    ],
  },
  {
    name: 'requests given up after one length of time may be anywhere without the server’s log',
    given: [client([...sooner, [16, 'given up', 2000], [20, 'given up', 2001], [30, 'given up', 2000]])],
    expect: [{ message: 'callersGiveUp', data: { waits: 3, hop, low: '2s', high: '2.001s' }, explains: [0, 1, 2] }],
  },
  {
    name: 'people who leave at any time are no failure',
    given: [client([...sooner, [16, 'given up', 900], [20, 'given up', 4000], [30, 'given up', 2200], [40, 'given up', 7000]])],
    expect: [],
  },
  {
    name: 'people who leave a server that is asked once a minute are no failure either, since others are answered after as long a quiet',
    given: [client([...answered(0, 60, 120, 180, 240, 300), [360, 'given up', 900], [420, 'given up', 4000], [480, 'given up', 2200]])],
    expect: [],
  },
  {
    name: 'callers that leave sooner than answers take are impatient, the mesh is well',
    given: [client([...sooner, [12, 'answered', 390], [16, 'given up', 150], [18, 'given up', 150], [20, 'given up', 150]])],
    expect: [],
  },
  { name: 'without request rows there is nothing to look for', given: [], expect: 'skipped' },
]);
