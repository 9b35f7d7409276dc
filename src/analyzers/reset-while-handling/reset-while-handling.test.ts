import test from 'node:test';
import { accessLog, containerLog, testAnalyzer } from '../../testing/index.ts';
import { resetWhileHandling } from './index.ts';

const row = (second: number, ms: number): string =>
  `[2026-11-22T17:31:${String(second).padStart(2, '0')}.000Z] "POST /import HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 967780 95 ${ms} - "-" "web" "id-${second}" "catalog.shop.svc.cluster.local:80" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:${40_000 + second} 10.1.0.7:8080 10.1.0.9:51234 - default`;
const rows = (...lengths: readonly number[]): ReturnType<typeof accessLog> =>
  accessLog(
    'shop/catalog-0',
    lengths.map((ms, index) => row(index * 7, ms)),
  );
const log = (...lines: readonly string[]): ReturnType<typeof containerLog> => containerLog('shop/catalog-0/catalog', lines);

/** `port` = the connection; `isReset` or answered with 200. */
const call = (second: number, path: string, port: number, isReset: boolean): string =>
  `[2026-11-22T17:31:${String(second).padStart(2, '0')}.000Z] "POST ${path} HTTP/1.1" ${isReset ? '503 UC upstream_reset_before_response_started{connection_termination}' : '200 - via_upstream'} - "-" 967 95 2 - "-" "web" "id-${second}" "catalog.shop.svc.cluster.local:80" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:${port} 10.1.0.7:8080 10.1.0.9:51234 - default`;
/** Every tenth second a request for one path, which is reset on a connection of its own if `isNew`; others go well in between. */
const mixed = (isNew: boolean, isAnswered = (_second: number): boolean => false): ReturnType<typeof accessLog> =>
  accessLog(
    'shop/catalog-0',
    Array.from({ length: 59 }, (_, second) =>
      second % 10 === 9 ? call(second, '/export/17?all', isNew ? 41_000 + second : 40_000, !isAnswered(second)) : call(second, '/items', 40_000, false),
    ),
  );

testAnalyzer(test, resetWhileHandling, [
  {
    name: 'a path that is never answered, on new connections either',
    given: [mixed(true)],
    expect: [
      { message: 'oneOfManyPaths', data: { count: 5, path: '/export/*', hop: 'catalog-sidecar->catalog', onNew: 5, served: 54 }, explains: [0, 1, 2, 3, 4] },
      { message: 'onlyOnePath', data: { count: 5, path: '/export/*' } },
    ],
  },
  {
    name: 'a path that is answered once is only unlucky',
    given: [mixed(true, (second) => second === 29)],
    expect: [{ message: 'endsAtOnce', data: { count: 4, longest: 2 } }],
  },
  {
    name: 'a path that comes when connections have been quiet for longest may be the clock’s doing',
    given: [
      accessLog(
        'shop/catalog-0',
        Array.from({ length: 10 }, (_, index) => [
          call(index * 6, '/items', 40_000 + index, false),
          call(index * 6 + 5, '/export/17', 40_000 + index, true),
        ]).flat(),
      ),
    ],
    expect: [{ message: 'endsAtOnce', data: { count: 10, longest: 2 } }],
  },
  {
    name: 'a handler that panics while the process lives on',
    given: [rows(12, 40), log('2026/11/22 17:31:00 http: panic serving 127.0.0.6:40000: runtime error: index out of range [3] with length 3')],
    expect: [{ message: 'handlerPanics', data: { server: 'catalog', count: 1, failures: 2 }, explains: [0] }],
  },
  {
    name: 'requests that end after different times of work',
    given: [rows(400, 1_900, 830)],
    expect: [{ message: 'endsWhileHandling', data: { count: 3, failures: 3, shortest: 400, longest: 1_900, server: 'catalog' }, explains: [0, 1, 2] }],
  },
  {
    name: 'requests that end after the same time are somebody’s limit',
    given: [rows(5_001, 5_003, 5_000)],
    expect: [{ message: 'endsAtOneLength', data: { count: 3, failures: 3, shortest: 5_000, longest: 5_003, server: 'catalog' } }],
  },
  { name: 'connections that were closed before the request came', given: [rows(1, 2, 1)], expect: [{ message: 'endsAtOnce', data: { count: 3, longest: 2 } }] },
  {
    name: 'a process that died took its requests with it',
    given: [rows(400), log('2026-11-22T17:31:00.400Z fatal error: concurrent map writes')],
    expect: [{ message: 'processEnded', data: { count: 1, server: 'catalog' } }],
  },
  {
    name: 'requests of different lengths that end at one moment look like a process that died',
    given: [accessLog('shop/catalog-0', [row(0, 9_000), row(3, 6_000), row(7, 2_000)])],
    expect: [],
  },
  {
    name: 'a panic of another minute explains nothing',
    given: [rows(12, 40), log('2026/11/22 17:40:00 http: panic serving 127.0.0.6:40000: runtime error')],
    expect: [],
  },
  { name: 'without request evidence nothing is judged', given: [], expect: 'skipped' },
]);
