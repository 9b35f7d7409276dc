import test from 'node:test';
import { accessLog, manifest, testFix } from '../../testing/index.ts';
import { raceLog, raceNamed, racePods } from '../../testing/race-evidence.ts';
import { idleLimitByDestinationRule } from './index.ts';

const noRules = manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRuleList, items: [] }`;
const head = { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule' };

/** A caller without a sidecar in front of the server: the hop ends at the application, and only the caller's namespace can have a say. */
const outbound = accessLog(
  'alerting/vmalert-0',
  ['00.000 204 - via_upstream - "-" 265 0', '05.001 503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95'].map((text, index) => {
    const [time = '', ...answer] = text.split(' ');
    return `[2026-01-01T00:00:${time}Z] "POST /write HTTP/1.1" ${answer.join(' ')} 4 - "-" "vmalert" "00000000-0000-4000-8000-00000000000${index}" "bare.monitoring.svc.cluster.local:8480" "10.244.2.20:8480" outbound|8480||bare.monitoring.svc.cluster.local 10.244.1.10:54752 10.96.0.20:8480 10.244.1.10:40000 - default`;
  }),
);
const bare = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: bare-0, namespace: monitoring, labels: { app: bare }, ownerReferences: [{ kind: StatefulSet, name: bare, controller: true }] }
  spec: { containers: [{ name: bare, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ['-http.idleConnTimeout=5s'] }] }
  status: { podIP: 10.244.2.20 }
  ---
  apiVersion: v1
  kind: Service
  metadata: { name: bare, namespace: monitoring }
  spec: { selector: { app: bare }, clusterIP: 10.96.0.20, ports: [{ name: http, port: 8480 }] }
`;

testFix(test, idleLimitByDestinationRule, [
  {
    name: 'without a rule for the Service a new one sets the limit',
    given: [raceLog, racePods({ istio: '1.27.3' }), noRules],
    named: raceNamed,
    expect: [
      {
        title: 'giveUpFirst',
        limits: ['alsoCallers'],
        objects: [
          {
            ...head,
            metadata: { name: 'vminsert-idle-limit', namespace: 'monitoring' },
            spec: { host: 'vminsert.monitoring.svc.cluster.local', trafficPolicy: { connectionPool: { http: { idleTimeout: '4s' } } } },
          },
        ],
      },
    ],
  },
  {
    name: 'the rule that acts gets the field, also where a port has a pool of its own; subsets with theirs are named',
    given: [
      raceLog,
      racePods({ istio: '1.27.3' }),
      manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: vminsert, namespace: monitoring }
        spec:
          host: vminsert
          trafficPolicy:
            connectionPool: { tcp: { maxConnections: 100 } }
            portLevelSettings:
              - { port: { number: 8480 }, connectionPool: { http: { http1MaxPendingRequests: 7 } } }
              - { port: { number: 9090 }, tls: { mode: DISABLE } }
          subsets: [{ name: canary, trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } }, { name: main }]
      `,
    ],
    named: raceNamed,
    expect: [
      {
        title: 'giveUpFirst',
        limits: ['alsoCallers', 'subsetsKeepTheirs'],
        objects: [
          {
            ...head,
            metadata: { name: 'vminsert', namespace: 'monitoring' },
            spec: {
              trafficPolicy: {
                connectionPool: { http: { idleTimeout: '4s' } },
                portLevelSettings: [
                  { port: { number: 8480 }, connectionPool: { http: { http1MaxPendingRequests: 7, idleTimeout: '4s' } } },
                  { port: { number: 9090 }, tls: { mode: 'DISABLE' } },
                ],
              },
            },
          },
        ],
      },
    ],
  },
  {
    name: 'a limit that leaves no room for a margin is met by one request a connection',
    given: [raceLog, racePods({ args: ['-http.idleConnTimeout=1s'] }), noRules],
    named: raceNamed,
    expect: [
      {
        title: 'oneRequest',
        objects: [
          {
            ...head,
            metadata: { name: 'vminsert-idle-limit', namespace: 'monitoring' },
            spec: { host: 'vminsert.monitoring.svc.cluster.local', trafficPolicy: { connectionPool: { http: { maxRequestsPerConnection: 1 } } } },
          },
        ],
      },
    ],
  },
  {
    name: 'a rule in the namespace of the callers goes before one of the Service, so it is the one to extend',
    given: [
      outbound,
      bare,
      racePods(),
      manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: bare-from-here, namespace: alerting }
        spec: { host: bare.monitoring.svc.cluster.local, trafficPolicy: { loadBalancer: { simple: LEAST_REQUEST } } }
      `,
    ],
    named: { target: 'bare.monitoring', hop: 'vmalert-sidecar->bare' },
    expect: [
      {
        title: 'giveUpFirst',
        limits: ['hides'],
        objects: [
          {
            ...head,
            metadata: { name: 'bare-from-here', namespace: 'alerting' },
            spec: { trafficPolicy: { connectionPool: { http: { idleTimeout: '4s' } } } },
          },
        ],
      },
    ],
  },
  {
    name: 'a pool that a Sidecar sets from Istio 1.21 on overrules any rule',
    given: [
      raceLog,
      racePods({ istio: '1.27.3' }),
      noRules,
      manifest`
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: { name: vminsert, namespace: monitoring }
        spec: { workloadSelector: { labels: { app: vminsert } }, inboundConnectionPool: { tcp: { maxConnections: 100 } } }
      `,
    ],
    named: raceNamed,
    expect: [],
  },
]);
