import assert from 'node:assert/strict';
import test from 'node:test';
import { parseAccessRow } from '../../formats/access-log/parse-access-row.ts';
import type { AccessRow } from '../../formats/access-log/row.ts';
import { showsIn } from './access-rows.ts';
import { failureShare, trafficOf } from './traffic.ts';

function row(time: string, status: string): AccessRow {
  const tail =
    '"-" 0 2 1 0 "-" "-" "755e8a54-c0c3-9a39-baa6-1bbb4f74396d" "vminsert.vm.svc:8480" "10.203.1.3:8480" inbound|8480|| 127.0.0.6:42018 10.203.1.3:8480 10.203.1.4:60448 - default';
  const parsed = parseAccessRow(`[2026-11-22T22:33:${time}Z] "POST /api/v1/write HTTP/1.1" ${status} ${tail}`);
  if (parsed === undefined || parsed === 'damaged') throw new Error('not a row');
  return parsed;
}

const rows = [
  row('00.000', '204 - via_upstream -'),
  row('05.000', '503 UC upstream_reset_before_response_started{connection_termination} -'),
  row('10.000', '0 DC downstream_remote_disconnect -'),
  row('20.000', '204 - via_upstream -'),
];
const start = Date.parse('2026-11-22T22:33:00Z');

test('requests of the span are counted; who went away itself is no failure and no request', () => {
  assert.deepEqual(trafficOf(rows, start, start + 15_000), { requests: 2, failures: 1 });
  assert.deepEqual(trafficOf(rows, start + 15_000, start + 60_000), { requests: 1, failures: 0 });
});

test('rows are found by flag or by status', () => {
  assert.equal(rows.filter((candidate) => showsIn(candidate, 'UC')).length, 1);
  assert.equal(rows.filter((candidate) => showsIn(candidate, '204')).length, 2);
});

test('the interval of a share holds for none that fail, and there is none without requests', () => {
  assert.equal(failureShare({ requests: 0, failures: 0 }), undefined);
  const none = failureShare({ requests: 144, failures: 0 });
  assert.equal(none?.low, 0);
  assert.equal(none?.high.toFixed(3), '0.026');
  const some = failureShare({ requests: 111, failures: 3 });
  assert.deepEqual([some?.low.toFixed(3), some?.high.toFixed(3)], ['0.009', '0.076']);
});
