import type { Snapshot } from '../model/snapshot.ts';
import type { Gathered } from '../model/source.ts';
import { type EpochMs, instant } from '../model/time.ts';
import { document, type Given, makeSnapshot, manifestOf } from '../testing/index.ts';

/** Something that looks like a fault and caused none of the failures, for a mesh with these pods. */
export interface Innocent {
  readonly name: string;
  readonly given: (mesh: Mesh) => readonly Given[];
}

/** What an innocent fault is laid beside. */
export interface Mesh {
  readonly takenAt: EpochMs;
  /** Namespace of the failing requests, as far as it can be told. */
  readonly namespace: string;
}

const day = 86_400_000;

/** One week's odds and ends as every cluster has them. None touches a workload that the requests went through. */
export const innocents: readonly Innocent[] = [
  {
    name: 'a batch pod killed for memory a week ago',
    given: ({ takenAt, namespace }) => [
      manifestOf(`
apiVersion: v1
kind: Pod
metadata: { name: nightly-7d4c9-x2x8p, namespace: ${namespace}, labels: { app: nightly }, creationTimestamp: '${instant(takenAt - 9 * day)}' }
spec: { containers: [{ name: nightly, image: registry.example/nightly:4 }] }
status:
  phase: Running
  podIP: 10.244.77.9
  startTime: '${instant(takenAt - 9 * day)}'
  conditions: [{ type: Ready, status: 'True', lastTransitionTime: '${instant(takenAt - 7 * day)}' }]
  containerStatuses:
    - name: nightly
      ready: true
      restartCount: 1
      state: { running: { startedAt: '${instant(takenAt - 7 * day)}' } }
      lastState: { terminated: { exitCode: 137, reason: OOMKilled, startedAt: '${instant(takenAt - 9 * day)}', finishedAt: '${instant(takenAt - 7 * day)}' } }
`),
    ],
  },
  {
    name: 'rules with a setting that does nothing',
    given: ({ namespace }) => [
      manifestOf(`
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: everything-else, namespace: ${namespace} }
spec: { host: old-billing.${namespace}.svc.cluster.local, trafficPolicy: { connectionPool: { http: { idleTimeout: 1h, maxRequestsPerConnection: 0 } } } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: old-billing, namespace: ${namespace} }
spec: { hosts: [old-billing], http: [{ timeout: 5s, route: [{ destination: { host: old-billing, subset: v0 } }] }] }
`),
    ],
  },
  {
    name: 'an old unready pod of another service',
    given: ({ takenAt, namespace }) => [
      manifestOf(`
apiVersion: v1
kind: Service
metadata: { name: sandbox, namespace: ${namespace} }
spec: { selector: { app: sandbox }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: sandbox-0, namespace: ${namespace}, labels: { app: sandbox }, creationTimestamp: '${instant(takenAt - 3 * day)}' }
spec: { containers: [{ name: sandbox, image: registry.example/sandbox:1, ports: [{ containerPort: 8080 }] }] }
status:
  phase: Running
  podIP: 10.244.77.10
  startTime: '${instant(takenAt - 3 * day)}'
  conditions: [{ type: Ready, status: 'False', lastTransitionTime: '${instant(takenAt - 3 * day)}' }]
  containerStatuses: [{ name: sandbox, ready: false, restartCount: 0, state: { running: { startedAt: '${instant(takenAt - 3 * day)}' } } }]
`),
    ],
  },
  {
    name: 'policies that admit everything',
    given: ({ namespace }) => [
      manifestOf(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-all, namespace: ${namespace} }
spec: { podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}], egress: [{}] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: allow-all, namespace: ${namespace} }
spec: { action: ALLOW, rules: [{}] }
`),
    ],
  },
  {
    name: 'a readiness time-out, an eviction and a deploy elsewhere',
    given: ({ takenAt }) => [
      document(
        'cluster/events-elsewhere.json',
        {
          apiVersion: 'v1',
          kind: 'List',
          items: [
            event('Unhealthy', 'Readiness probe failed: Get "http://10.244.78.3:8080/": context deadline exceeded', 'reports-5c9f-aaaaa', takenAt - 60_000),
            event('Evicted', 'The node was low on resource: memory.', 'reports-5c9f-bbbbb', takenAt - 90_000),
            event('Killing', 'Stopping container reports', 'reports-5c9f-ccccc', takenAt - 120_000),
          ],
        },
        '/',
      ),
    ],
  },
];

function event(reason: string, message: string, pod: string, at: EpochMs): object {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${pod}.${reason.toLowerCase()}`, namespace: 'elsewhere' },
    involvedObject: { kind: 'Pod', namespace: 'elsewhere', name: pod },
    reason,
    message,
    type: reason === 'Killing' ? 'Normal' : 'Warning',
    count: 1,
    firstTimestamp: instant(at),
    lastTimestamp: instant(at),
  };
}

/** The same snapshot with something innocent beside: lists are joined, nothing that was there changes, and kinds that were not collected stay so. Undefined when no kind is left. */
export function besideInnocent(snapshot: Snapshot, { given }: Innocent, namespace: string): Snapshot | undefined {
  const { artifacts } = makeSnapshot(given({ takenAt: snapshot.takenAt, namespace }));
  const joined: { [id: string]: Gathered } = { ...snapshot.artifacts };
  let isJoined = false;
  for (const [id, added] of Object.entries(artifacts)) {
    const own = joined[id];
    if (added.status !== 'ok' || !Array.isArray(added.value) || own?.status !== 'ok' || !Array.isArray(own.value)) continue;
    joined[id] = { status: 'ok', value: [...own.value, ...added.value] };
    isJoined = true;
  }
  return isJoined ? { ...snapshot, artifacts: joined } : undefined;
}

/** Namespace of the pods whose proxies wrote most rows; `default` where no row was read. */
export function namespaceOf({ artifacts }: Snapshot): string {
  const logs = artifacts['access-logs'];
  if (logs?.status !== 'ok' || !Array.isArray(logs.value)) return 'default';
  const byRows: readonly { readonly rows: number; readonly proxy: { readonly namespace?: string } }[] = logs.value; // the access logs' own type
  return byRows.toSorted((a, b) => b.rows - a.rows)[0]?.proxy.namespace ?? 'default';
}
