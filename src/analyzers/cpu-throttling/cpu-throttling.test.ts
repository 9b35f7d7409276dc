import test from 'node:test';
import { accessLog, at, document, manifest, testAnalyzer } from '../../testing/index.ts';
import { cpuThrottling } from './index.ts';

const row = (code: number, flag: string, details: string, ms: number): string =>
  `[2026-11-22T17:31:19.977Z] "GET /q HTTP/1.1" ${code} ${flag} ${details} - "-" 0 24 ${ms} - "-" "web" "5a00e873-4d8f-45c7-9758-fc3a929f3403" "search.shop.svc.cluster.local:80" "10.244.2.29:8080" inbound|8080|| 127.0.0.6:53528 10.244.2.29:8080 10.244.2.31:37662 - default`;
const slow = accessLog('shop/search-0', [row(504, 'UT', 'response_timeout', 15_000)]);
const quick = accessLog('shop/search-0', [row(503, 'UC', 'upstream_reset_before_response_started{connection_termination}', 2)]);
const pod = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: search-0, namespace: shop, ownerReferences: [{ kind: StatefulSet, name: search, controller: true }] }
  spec: { containers: [{ name: search, resources: { limits: { cpu: 500m } } }] }
`;
const top = (cpu: string): ReturnType<typeof document> =>
  document('top/pods.txt', `NAMESPACE   POD        NAME     CPU(cores)   MEMORY(bytes)\nshop        search-0   search   ${cpu}         83Mi\n`);
const cadvisor = document(
  'metrics/cadvisor.txt',
  `container_cpu_cfs_periods_total{container="search",namespace="shop",pod="search-0"} 1000
container_cpu_cfs_throttled_periods_total{container="search",namespace="shop",pod="search-0"} 800
container_cpu_usage_seconds_total{container="search",namespace="shop",pod="search-0"} 50
`,
);
const recorded = (throttled: readonly number[]): ReturnType<typeof document> =>
  document('series/cpu-throttling.json', {
    status: 'success',
    data: {
      resultType: 'matrix',
      result: (
        [
          ['throttled_periods', throttled],
          ['periods', throttled.map((_, index) => 1000 + 300 * index)],
        ] as const
      ).map(([name, values]) => ({
        metric: { __name__: `container_cpu_cfs_${name}_total`, namespace: 'shop', pod: 'search-0', container: 'search' },
        values: values.map((value, index) => [Date.parse('2026-11-22T17:30:00Z') / 1000 + 30 * index, String(value)]),
      })),
    },
  });
const about = { pod: 'search-0', container: 'search', count: 1, failures: 1 };

testAnalyzer(test, cpuThrottling, [
  {
    name: 'a full container and requests that ran out of time',
    given: [slow, pod, top('498m')],
    expect: [{ message: 'atLimit', data: { ...about, used: 498, limit: 500 }, explains: [0] }],
  },
  {
    name: 'near miss: the container was full an hour after the failures',
    given: [slow, pod, top('498m'), at('2026-11-22T18:31:35Z')],
    expect: [{ message: 'atLimitLater', data: { pod: 'search-0', container: 'search', used: 498, limit: 500, later: '1h' }, explains: [0] }],
  },
  {
    name: 'throttled periods and requests that ran out of time',
    given: [slow, pod, cadvisor],
    expect: [{ message: 'throttled', data: { ...about, percent: 80 }, explains: [0] }],
  },
  {
    name: 'periods throttled while requests ran out of time, by recorded series, go before counters since the start',
    given: [slow, pod, recorded([100, 100, 100, 250, 400, 400]), cadvisor],
    expect: [{ message: 'throttled', data: { ...about, percent: 33 }, explains: [0] }],
  },
  {
    name: 'near miss: throttled at other times, and hardly while requests failed',
    given: [slow, pod, recorded([100, 100, 100, 103, 106, 106]), cadvisor],
    expect: [{ message: 'hardlyThrottled', data: { target: 'search.shop', percent: 1 } }],
  },
  {
    name: 'a container far below its limit speaks against it',
    given: [slow, pod, top('100m')],
    expect: [{ message: 'farBelowLimit', data: { target: 'search.shop', percent: 20 } }],
  },
  {
    name: 'a full container explains no failure of two milliseconds',
    given: [quick, pod, top('498m')],
    expect: [{ message: 'failuresAreQuick', data: { target: 'search.shop', longest: 2 } }],
  },
  { name: 'slow requests without figures of CPU say nothing', given: [slow], expect: [] },
  { name: 'without request evidence nothing is judged', given: [], expect: 'skipped' },
]);
