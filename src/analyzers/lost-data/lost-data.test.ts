import test from 'node:test';
import { accessLog, containerLog, document, testAnalyzer } from '../../testing/index.ts';
import { lostData } from './index.ts';

const target = 'vminsert.monitoring';
const row = (time: string, path = '/insert/0/prometheus/api/v1/write', server = 'vminsert', agent = 'vmalert'): string =>
  `[2026-11-22T17:${time}Z] "POST ${path} HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 967 95 2 - "-" "${agent}" "5a00e873-4d8f-45c7-9758-fc3a929f3403" "${server}.monitoring.svc.cluster.local:8480" "10.244.2.29:8480" outbound|8480||${server}.monitoring.svc.cluster.local 10.244.1.8:37662 10.96.31.10:8480 10.244.1.8:40001 - default`;
const vmalertPod = 'monitoring/vmalert-66467cfcc9-ft9vh';
const vmagentPod = 'monitoring/vmagent-0';
const rows = accessLog(vmalertPod, [row('28:18.362'), row('28:19.800')]);
const agentRows = accessLog(vmagentPod, [row('28:18.362', undefined, undefined, 'vmagent')]);
const queryRows = accessLog(vmalertPod, [row('28:18.362', '/select/0/prometheus/api/v1/query', 'vmselect')]);
const line = (time: string, level: string, place: string, text: string): string => `2026-11-22T17:${time}Z\t${level}\tVictoriaMetrics/app/${place}\t${text}`;
const reset = 'upstream connect error or disconnect/reset before headers. reset reason: connection termination';
const attempt = (time: string, number: number): string =>
  line(
    time,
    'warn',
    'vmalert/remotewrite/client.go:320',
    `attempt ${number} to send request failed: unexpected response code 503 for http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus/api/v1/write. Response body "${reset}" (retriable: true)`,
  );
const dropped = (time: string, series: number): string =>
  line(time, 'error', 'vmalert/remotewrite/client.go:356', `attempts to send remote-write request failed - dropping ${series} time series`);
const later = line('33:00.000', 'info', 'vmalert/rule/group.go:548', 'reload');
const vmalert = (...lines: readonly string[]): ReturnType<typeof containerLog> => containerLog(`${vmalertPod}/vmalert`, lines);
/** Started a day before, or (`late`) after the first failure. */
const page = (lost: number, tried: number, late = false, uptime = 86_600): ReturnType<typeof document> =>
  document(
    'metrics/vmalert.txt',
    `vmalert_remotewrite_dropped_rows_total ${lost}
vmalert_remotewrite_errors_total ${lost === 0 ? 0 : 15}
vmalert_remotewrite_total 27
vm_log_messages_total{app_version="vmalert-20260814-122629-tags-v1.150.0-0-g413f95d65f", level="warn", location="VictoriaMetrics/app/vmalert/remotewrite/client.go:320", is_printed="true"} ${tried}
process_start_time_seconds ${late ? 1_795_368_600 : 1_795_282_200}
vm_app_start_timestamp ${late ? 1_795_368_600 : 1_795_282_200}
vm_app_uptime_seconds ${late ? 60 : uptime}
`,
    vmalertPod,
  );
const status = (time: string, retry: number): string =>
  line(
    time,
    'error',
    'vmagent/remotewrite/client.go:517',
    `unexpected status code received after sending a block with size 8354 bytes to "1:secret-url" during retry #${retry}: 503; response body="${reset}"; re-sending the block in 2s`,
  );
const rejected = (time: string, similar = '', url = '1:secret-url'): string =>
  line(
    time,
    'error',
    'vmagent/remotewrite/client.go:580',
    `sending a block with size 11344 bytes to "${url}" was rejected (skipping the block): status code 400; response body: bad${similar}`,
  );
const vmagent = (...lines: readonly string[]): ReturnType<typeof containerLog> => containerLog(`${vmagentPod}/vmagent`, lines);
const agentPage = (gone: number, overflow: number, flag = 'false'): ReturnType<typeof document> =>
  document(
    'metrics/vmagent.txt',
    `flag{name="remoteWrite.disableOnDiskQueue", value="${flag}", is_set="${flag}"} 1
vmagent_remotewrite_packets_dropped_total{url="1:secret-url"} ${gone}
vm_persistentqueue_blocks_dropped_total{path="/q", name="1:secret-url"} ${overflow}
vm_persistentqueue_bytes_dropped_total{path="/q", name="1:secret-url"} ${overflow * 1000}
vmagent_remotewrite_requests_total{url="1:secret-url", status_code="2XX"} 22
vmagent_remotewrite_requests_total{url="1:secret-url", status_code="503"} 56
vmagent_remotewrite_retries_count_total{url="1:secret-url"} 52
process_start_time_seconds 1795282200
`,
    vmagentPod,
  );
const queryFailed = (time: string, error: string): string =>
  line(time, 'error', 'vmalert/rule/group.go:417', `group "g1" (file="rules.yml"): rule "job:a": failed to execute: failed to execute query "a": ${error}`);
const noAnswer = `unexpected response code 503 for http://vmselect.monitoring.svc:8481/select/0/prometheus/api/v1/query?query=a. Response body ${reset}`;
const who = { client: 'vmalert', target };

testAnalyzer(test, lostData, [
  {
    name: 'a write that vmalert gives up is lost, the other one is not',
    given: [rows, vmalert(attempt('28:18.366', 1), attempt('28:19.804', 1), attempt('28:20.000', 2), dropped('28:49.000', 23))],
    expect: [{ message: 'rowsLost', data: { ...who, attempts: '3', batches: '1', writes: '2', rows: '23' }, incident: 'incident-1' }],
  },
  {
    name: 'a full queue loses what does not fit in',
    given: [
      rows,
      vmalert(
        attempt('28:18.366', 1),
        line(
          '28:30.000',
          'error',
          'vmalert/rule/group.go:417',
          'rule "a": remote write failure: failed to push timeseries - queue is full (100000 entries). Queue size is controlled by -remoteWrite.maxQueueSize flag',
        ),
      ),
    ],
    expect: [{ message: 'rowsLost', data: { ...who, attempts: '1', batches: '1', writes: '1', rows: '1' } }],
  },
  {
    name: 'before v1.91 the line counts the attempts',
    given: [
      rows,
      vmalert(
        attempt('28:18.366', 1).replace(' (retriable: true)', ''),
        line('28:23.000', 'error', 'vmalert/remotewrite/remotewrite.go:205', 'all 5 attempts to send request failed - dropping 7 time series'),
      ),
    ],
    expect: [{ message: 'rowsLost', data: { ...who, attempts: '1', batches: '1', writes: '1', rows: '7' } }],
  },
  {
    name: 'a log that goes on long enough without giving up says that nothing is lost',
    given: [rows, vmalert(attempt('28:18.366', 1), attempt('28:19.804', 2), later)],
    expect: [{ message: 'retriesSavedAll', data: { ...who, attempts: '2' } }],
  },
  {
    name: 'a counter at zero says it at once',
    given: [rows, vmalert(attempt('28:18.366', 1), attempt('28:19.804', 2)), page(0, 2)],
    expect: [{ message: 'retriesSavedAll', data: { ...who, attempts: '2' } }],
  },
  {
    name: 'without a log the counters of failed attempts and lost rows tell the same',
    given: [rows, page(0, 26)],
    expect: [{ message: 'retriesSavedAll', data: { ...who, attempts: '26' } }],
  },
  {
    name: 'rows counted as lost may be of another time',
    given: [rows, page(23, 63)],
    expect: [{ message: 'rowsLostSometime', data: { ...who, batches: '15', rows: '23' } }],
  },
  {
    name: 'a log that ends while a write may still be tried says so',
    given: [rows, vmalert(attempt('28:18.366', 1))],
    expect: [{ message: 'noneGivenUpYet', data: { ...who, attempts: '1' } }],
  },
  { name: 'a counter at zero of a process that started since says nothing', given: [rows, page(0, 1, true)], expect: [] },
  {
    name: 'a counter at zero while a write may still be tried says so',
    given: [rows, vmalert(attempt('28:18.366', 1)), page(0, 1, false, 86_310)],
    expect: [{ message: 'noneGivenUpYet', data: { ...who, attempts: '1' } }],
  },
  {
    name: 'so do counters alone that were read in the minute of the failure',
    given: [rows, page(0, 1, false, 86_310)],
    expect: [{ message: 'noneGivenUpYet', data: { ...who, attempts: '1' } }],
  },
  { name: 'a write given up an hour before is not of these failures', given: [rows, vmalert(dropped('10:00.000', 23), later)], expect: [] },
  {
    name: 'a block that is rejected for good is lost, with those like it that are not printed',
    given: [agentRows, vmagent(status('28:18.366', 1), rejected('28:20.000', '. (Similar 2 log messages were dropped due to throttling)'))],
    expect: [{ message: 'blocksLost', data: { client: 'vmagent', target, attempts: '4', blocks: '3', bytes: '≥ 11344' } }],
  },
  {
    name: 'with two receivers nobody knows whose block it was',
    given: [agentRows, vmagent(status('28:18.366', 1), rejected('28:20.000', '', '2:secret-url'))],
    expect: [],
  },
  {
    name: 'a refused block is sent again until it is taken',
    given: [agentRows, vmagent(status('28:18.366', 1), status('28:20.400', 2))],
    expect: [{ message: 'blocksRepeated', data: { client: 'vmagent', target, attempts: '2' } }],
  },
  {
    name: 'by its counters alone as well',
    given: [agentRows, agentPage(0, 0)],
    expect: [{ message: 'blocksRepeated', data: { client: 'vmagent', target, attempts: '56' } }],
  },
  {
    name: 'a queue that overflowed at some time is told',
    given: [agentRows, vmagent(status('28:18.366', 1)), agentPage(1, 2)],
    expect: [{ message: 'blocksLostSometime', data: { client: 'vmagent', target, blocks: '3', bytes: '2000' } }],
  },
  { name: 'without a queue on disk nobody knows what memory lost', given: [agentRows, vmagent(status('28:18.366', 1)), agentPage(0, 0, 'true')], expect: [] },
  {
    name: 'a query that ends in a 503 fails its evaluation',
    given: [queryRows, vmalert(queryFailed('28:18.370', noAnswer), queryFailed('28:18.371', noAnswer))],
    expect: [{ message: 'evaluationsLost', data: { client: 'vmalert', target: 'vmselect.monitoring', count: '2' } }],
  },
  {
    name: 'a query that is refused for its own fault is another matter',
    given: [queryRows, vmalert(queryFailed('28:18.370', 'unexpected response code 422 for http://vmselect:8481/api/v1/query. Response body cannot parse'))],
    expect: [],
  },
  { name: 'failing writes say nothing of evaluations', given: [rows, vmalert(queryFailed('28:18.370', noAnswer))], expect: [] },
  {
    name: 'a caller of the same name in another namespace has nothing to do with it',
    given: [rows, containerLog('staging/vmalert-66467cfcc9-ft9vh/vmalert', [dropped('28:49.000', 23)])],
    expect: [],
  },
  {
    name: 'a write given up whose first attempt the log no longer shows',
    given: [rows, vmalert(attempt('28:18.366', 5), dropped('28:33.000', 7))],
    expect: [{ message: 'rowsLost', data: { ...who, attempts: '1', batches: '1', writes: '≥ 1', rows: '7' } }],
  },
  { name: 'a caller that logs nothing leaves it open', given: [rows], expect: [] },
  { name: 'without request evidence there is nothing to compare', given: [], expect: 'skipped' },
]);
