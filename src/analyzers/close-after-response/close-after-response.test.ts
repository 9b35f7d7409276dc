import test from 'node:test';
import { accessLog, containerLog, testAnalyzer } from '../../testing/index.ts';
import { closeAfterResponse } from './index.ts';

const started = Date.parse('2026-11-22T17:31:00Z');
/** A request of one millisecond on an upstream connection (its local port), this many milliseconds after the start. */
function row(ms: number, port: number, fails: boolean): string {
  const result = fails ? '503 UC upstream_reset_before_response_started{connection_termination}' : '200 - via_upstream';
  return `[${new Date(started + ms).toISOString()}] "GET /q HTTP/1.1" ${result} - "-" 0 95 1 - "-" "web" "id-${ms}-${port}" "search.shop.svc.cluster.local:80" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:${port} 10.1.0.7:8080 10.1.0.9:51234 - default`;
}
/** Connections that serve some requests and fail the next, after a quiet of `gap` milliseconds. */
const log = (gap: number, served: (connection: number) => number, connections: readonly number[] = [0, 1, 2, 3, 4]): ReturnType<typeof accessLog> =>
  accessLog(
    'shop/search-0',
    connections.flatMap((connection) =>
      Array.from({ length: served(connection) + 1 }, (_, index) =>
        row(connection * 20_000 + index * (gap + 1), 40_000 + connection, index === served(connection)),
      ),
    ),
  );

testAnalyzer(test, closeAfterResponse, [
  {
    name: 'each connection fails the request that follows an answer at once',
    given: [log(3, (n) => n + 1)],
    expect: [{ message: 'closedRightAfter', data: { count: 5, failures: 5, longest: 3 }, explains: [0, 1, 2, 3, 4] }],
  },
  {
    name: 'after seconds of quiet no answer ended the connection',
    given: [log(5_000, (n) => (n % 2) + 1)],
    expect: [{ message: 'longQuietBefore', data: { count: 5, shortest: 5_000 } }],
  },
  { name: 'connections that never answered', given: [log(3, () => 0)], expect: [{ message: 'failsOnFirstUse', data: { count: 5 } }] },
  { name: 'always the same number of requests is a limit, no habit', given: [log(3, () => 7)], expect: [] },
  { name: 'two failures are too few', given: [log(3, (n) => n + 1, [0, 1])], expect: [] },
  {
    name: 'connections that end in one second look like a process that died, whose evidence was not collected',
    given: [
      accessLog(
        'shop/search-0',
        [1, 2, 3, 4, 5].flatMap((n) => [
          row(30 + n, 41_000 + n, false),
          ...(n % 2 === 0 ? [row(32 + n, 41_000 + n, false)] : []),
          row(36 + n, 41_000 + n, true),
        ]),
      ),
    ],
    expect: [],
  },
  {
    name: 'a process that died at that second ended them all',
    given: [
      log(3, (n) => n + 1, [0]),
      accessLog(
        'shop/search-0',
        [1, 2, 3, 4, 5].flatMap((n) => [row(30 + n, 41_000 + n, false), row(34 + n, 41_000 + n, true)]),
      ),
      containerLog('shop/search-0/search', ['2026-11-22T17:31:00.036Z fatal error: out of memory']),
    ],
    expect: [],
  },
  { name: 'without request evidence nothing is judged', given: [], expect: 'skipped' },
]);
