import test from 'node:test';
import { manifest, testFix } from '../../testing/index.ts';
import { raceLog, raceNamed, racePods } from '../../testing/race-evidence.ts';
import { inboundIdleLimit } from './index.ts';

const noRules = manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRuleList, items: [] }`;
const noSidecars = manifest`{ apiVersion: networking.istio.io/v1, kind: SidecarList, items: [] }`;
const head = { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: { name: 'vminsert-inbound', namespace: 'monitoring' } };

testFix(test, inboundIdleLimit, [
  {
    name: 'without any Sidecar a new one selects the workload and says nothing else',
    given: [raceLog, racePods({ istio: '1.27.3' }), noRules, noSidecars],
    named: raceNamed,
    expect: [
      {
        title: 'giveUpFirst',
        limits: ['wholeNamespace'],
        objects: [{ ...head, spec: { workloadSelector: { labels: { app: 'vminsert' } }, inboundConnectionPool: { http: { idleTimeout: '4s' } } } }],
      },
    ],
  },
  {
    name: 'a limit that leaves no room for a margin is met by one request a connection',
    given: [raceLog, racePods({ istio: '1.27.3', args: ['-http.idleConnTimeout=2s'] }), noRules, noSidecars],
    named: raceNamed,
    expect: [
      {
        title: 'oneRequest',
        objects: [{ ...head, spec: { workloadSelector: { labels: { app: 'vminsert' } }, inboundConnectionPool: { http: { maxRequestsPerConnection: 1 } } } }],
      },
    ],
  },
  {
    name: 'a Sidecar that selects the pods is extended by the one field',
    given: [
      raceLog,
      racePods({ istio: '1.27.3' }),
      noRules,
      manifest`
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: { name: writers, namespace: monitoring }
        spec: { workloadSelector: { labels: { app: vminsert } }, egress: [{ hosts: ['./*'] }] }
      `,
    ],
    named: raceNamed,
    expect: [
      {
        title: 'giveUpFirst',
        limits: [],
        objects: [{ ...head, metadata: { name: 'writers', namespace: 'monitoring' }, spec: { inboundConnectionPool: { http: { idleTimeout: '4s' } } } }],
      },
    ],
  },
  {
    name: 'the scope of a Sidecar of the whole namespace is kept by the new one, which takes its place',
    given: [
      raceLog,
      racePods({ istio: '1.27.3' }),
      noRules,
      manifest`
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: { name: default, namespace: monitoring }
        spec: { egress: [{ hosts: ['./*', 'istio-system/*'] }] }
      `,
    ],
    named: raceNamed,
    expect: [
      {
        title: 'giveUpFirst',
        limits: ['copied', 'wholeNamespace'],
        objects: [
          {
            ...head,
            spec: {
              egress: [{ hosts: ['./*', 'istio-system/*'] }],
              workloadSelector: { labels: { app: 'vminsert' } },
              inboundConnectionPool: { http: { idleTimeout: '4s' } },
            },
          },
        ],
      },
    ],
  },
  {
    name: 'a pool that a DestinationRule sets for the Service is said to be replaced',
    given: [
      raceLog,
      racePods({ istio: '1.27.3' }),
      noSidecars,
      manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: vminsert, namespace: monitoring }
        spec: { host: vminsert, trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } } } }
      `,
    ],
    named: raceNamed,
    expect: [
      {
        title: 'giveUpFirst',
        limits: ['ruleReplaced', 'wholeNamespace'],
        objects: [{ ...head, spec: { workloadSelector: { labels: { app: 'vminsert' } }, inboundConnectionPool: { http: { idleTimeout: '4s' } } } }],
      },
    ],
  },
  { name: 'Istio 1.20 ignores the field', given: [raceLog, racePods({ istio: '1.20.4' }), noRules, noSidecars], named: raceNamed, expect: [] },
  { name: 'a version that nobody knows may ignore it', given: [raceLog, racePods(), noRules, noSidecars], named: raceNamed, expect: [] },
]);
