import test from 'node:test';
import { at, containerLog, manifest, testAnalyzer } from '../../testing/index.ts';
import { restartLoop } from './index.ts';

/** As rows of `kubectl get -A` tables are read. */
const tables = manifest`
  { apiVersion: v1, kind: Pod, why503Partial: true, metadata: { name: orders-7c9f8d6b5-x2k4p, namespace: shop }, status: { phase: Running, reason: CrashLoopBackOff, conditions: [{ type: Ready, status: 'False' }] }, why503Table: { status: CrashLoopBackOff, restarts: 12 } }
  ---
  { apiVersion: v1, kind: Service, why503Partial: true, metadata: { name: orders, namespace: shop }, spec: { selector: { app: orders }, ports: [{ port: 8080 }] } }
`;
const otherServices = (names: readonly string[]) =>
  manifest`${['orders', ...names].map((name) => `{ apiVersion: v1, kind: Endpoints, why503Partial: true, metadata: { name: ${name}, namespace: shop }, subsets: [] }`).join('\n---\n')}
---
${names.map((name) => `{ apiVersion: v1, kind: Service, why503Partial: true, metadata: { name: ${name}, namespace: shop }, spec: { selector: { app: ${name} }, ports: [{ port: 80 }] } }`).join('\n---\n')}`;

testAnalyzer(test, restartLoop, [
  {
    name: 'a container that never stays up is reported',
    given: [
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: orders-7c9f8d6b5-x2k4p
          namespace: shop
          creationTimestamp: "2026-01-01T00:00:00Z"
          labels: { app: orders }
          ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }]
        spec:
          containers:
            - name: orders
            - name: istio-proxy
        status:
          podIP: 10.1.0.7
          conditions: [{ type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:10:04Z" }]
          containerStatuses:
            - name: istio-proxy
              ready: true
              restartCount: 0
              state: { running: { startedAt: "2026-01-01T00:00:01Z" } }
            - name: orders
              ready: true
              restartCount: 5
              state: { running: { startedAt: "2026-01-01T00:10:02Z" } }
              lastState: { terminated: { exitCode: 2, reason: Error, startedAt: "2026-01-01T00:09:59Z", finishedAt: "2026-01-01T00:10:00Z" } }
        ---
        apiVersion: v1
        kind: Event
        metadata: { name: e-backoff-01, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p, fieldPath: "spec.containers{orders}" }
        reason: BackOff
        message: Back-off restarting failed container orders in pod orders-7c9f8d6b5-x2k4p_shop
        count: 5
        firstTimestamp: "2026-01-01T00:06:00Z"
        lastTimestamp: "2026-01-01T00:10:01Z"
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [
      { message: 'loopsDuringFailures', data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', restarts: 5, failures: '3 of 3' }, explains: [0, 1, 2] },
    ],
  },
  {
    name: 'back-off events alone tell of the loop, not of what ends the runs',
    given: [
      at('2026-01-01T00:11:00Z'),
      manifest`
        apiVersion: v1
        kind: Event
        metadata: { name: e-backoff-01, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p, fieldPath: "spec.containers{orders}" }
        reason: BackOff
        message: Back-off restarting failed container orders in pod orders-7c9f8d6b5-x2k4p_shop
        count: 5
        firstTimestamp: "2026-01-01T00:06:00Z"
        lastTimestamp: "2026-01-01T00:10:01Z"
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'loopsForUnknownReason', data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', failures: '3 of 3' }, explains: [0, 1, 2] }],
  },
  {
    name: 'status keeps the last end alone: the pauses between so many restarts reach back to the first failures',
    given: [
      at('2026-01-01T00:11:00Z'),
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: orders-7c9f8d6b5-x2k4p
          namespace: shop
          creationTimestamp: "2025-12-25T00:00:00Z"
          labels: { app: orders }
          ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }]
        spec: { containers: [{ name: orders }, { name: istio-proxy }] }
        status:
          podIP: 10.1.0.7
          conditions: [{ type: Ready, status: "False", lastTransitionTime: "2026-01-01T00:05:00Z" }]
          containerStatuses:
            - { name: istio-proxy, ready: true, restartCount: 0, state: { running: { startedAt: "2025-12-25T00:00:01Z" } } }
            - name: orders
              ready: false
              restartCount: 6
              state: { waiting: { reason: CrashLoopBackOff } }
              lastState: { terminated: { exitCode: 1, reason: Error, startedAt: "2026-01-01T00:09:58Z", finishedAt: "2026-01-01T00:10:00Z" } }
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:05:10.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:07:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [
      { message: 'loopsDuringFailures', data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', restarts: 6, failures: '2 of 2' }, explains: [0, 1] },
    ],
  },
  {
    name: 'two runs that end alike tell of a loop where only logs are left',
    given: [
      at('2026-01-01T00:11:00Z'),
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
      containerLog('shop/orders-7c9f8d6b5-x2k4p/orders:previous', ['2026-01-01T00:09:55.000Z flag provided but not defined: -x']),
      containerLog('shop/orders-7c9f8d6b5-x2k4p/orders', ['2026-01-01T00:09:59.000Z flag provided but not defined: -x']),
    ],
    expect: [{ message: 'twoRunsEndAlike', data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', failures: '3 of 3' }, explains: [0, 1, 2] }],
  },
  {
    name: 'a loop of kills for memory is only the way in which these show',
    given: [
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: orders-7c9f8d6b5-x2k4p
          namespace: shop
          creationTimestamp: "2026-01-01T00:00:00Z"
          labels: { app: orders }
          ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }]
        spec:
          containers:
            - name: orders
            - name: istio-proxy
        status:
          podIP: 10.1.0.7
          conditions: [{ type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:10:04Z" }]
          containerStatuses:
            - name: istio-proxy
              ready: true
              restartCount: 0
              state: { running: { startedAt: "2026-01-01T00:00:01Z" } }
            - name: orders
              ready: true
              restartCount: 5
              state: { running: { startedAt: "2026-01-01T00:10:02Z" } }
              lastState: { terminated: { exitCode: 137, reason: OOMKilled, startedAt: "2026-01-01T00:09:50Z", finishedAt: "2026-01-01T00:10:00Z" } }
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [
      {
        message: 'loopsForKnownReason',
        data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', restarts: 5, failures: '3 of 3', kind: 'oom' },
        explains: [0, 1, 2],
      },
    ],
  },
  {
    name: 'one restart is no loop',
    given: [
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: orders-7c9f8d6b5-x2k4p
          namespace: shop
          creationTimestamp: "2026-01-01T00:00:00Z"
          labels: { app: orders }
          ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }]
        spec:
          containers:
            - name: orders
            - name: istio-proxy
        status:
          podIP: 10.1.0.7
          conditions: [{ type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:10:04Z" }]
          containerStatuses:
            - name: istio-proxy
              ready: true
              restartCount: 0
              state: { running: { startedAt: "2026-01-01T00:00:01Z" } }
            - name: orders
              ready: true
              restartCount: 1
              state: { running: { startedAt: "2026-01-01T00:10:02Z" } }
              lastState: { terminated: { exitCode: 1, reason: Error, startedAt: "2026-01-01T00:00:02Z", finishedAt: "2026-01-01T00:10:00Z" } }
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'restartsOnce', data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', restarts: 1 } }],
  },
  {
    name: 'no restart is no loop',
    given: [
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: orders-7c9f8d6b5-x2k4p
          namespace: shop
          creationTimestamp: "2026-01-01T00:00:00Z"
          labels: { app: orders }
          ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }]
        spec:
          containers:
            - name: orders
            - name: istio-proxy
        status:
          podIP: 10.1.0.7
          conditions: [{ type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:03Z" }]
          containerStatuses:
            - name: istio-proxy
              ready: true
              restartCount: 0
              state: { running: { startedAt: "2026-01-01T00:00:01Z" } }
            - name: orders
              ready: true
              restartCount: 0
              state: { running: { startedAt: "2026-01-01T00:00:02Z" } }
              lastState: {}
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'noRestart', data: { pods: 1, target: 'orders.shop' } }],
  },
  {
    name: 'many restarts, the last of them long before, are no loop now',
    given: [
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: orders-7c9f8d6b5-x2k4p
          namespace: shop
          creationTimestamp: "2026-01-01T00:00:00Z"
          labels: { app: orders }
          ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }]
        spec:
          containers:
            - name: orders
            - name: istio-proxy
        status:
          podIP: 10.1.0.7
          conditions: [{ type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:10:04Z" }]
          containerStatuses:
            - name: istio-proxy
              ready: true
              restartCount: 0
              state: { running: { startedAt: "2026-01-01T00:00:01Z" } }
            - name: orders
              ready: true
              restartCount: 9
              state: { running: { startedAt: "2026-01-01T00:10:02Z" } }
              lastState: { terminated: { exitCode: 1, reason: Error, startedAt: "2026-01-01T00:00:02Z", finishedAt: "2026-01-01T00:10:00Z" } }
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:40:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:40:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'noRestart', data: { pods: 1, target: 'orders.shop' } }],
  },
  {
    name: 'a pod that is gone leaves the question open',
    given: [
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [],
  },
  {
    name: 'without request evidence nothing can be compared',
    given: [
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: orders-7c9f8d6b5-x2k4p
          namespace: shop
          creationTimestamp: "2026-01-01T00:00:00Z"
          labels: { app: orders }
          ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }]
        spec:
          containers:
            - name: orders
            - name: istio-proxy
        status:
          podIP: 10.1.0.7
          conditions: [{ type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:03Z" }]
          containerStatuses:
            - name: istio-proxy
              ready: true
              restartCount: 0
              state: { running: { startedAt: "2026-01-01T00:00:01Z" } }
            - name: orders
              ready: true
              restartCount: 0
              state: { running: { startedAt: "2026-01-01T00:00:02Z" } }
              lastState: {}
      `,
    ],
    expect: [],
  },
  {
    name: 'without request evidence a service whose only pod loops foretells failures',
    given: [
      at('2026-01-01T00:11:00Z'),
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: orders-7c9f8d6b5-x2k4p
          namespace: shop
          creationTimestamp: "2026-01-01T00:00:00Z"
          labels: { app: orders }
          ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }]
        spec:
          containers:
            - name: orders
        status:
          phase: Running
          podIP: 10.1.0.7
          conditions: [{ type: Ready, status: "False", lastTransitionTime: "2026-01-01T00:05:00Z" }]
          containerStatuses:
            - name: orders
              ready: false
              restartCount: 5
              state: { waiting: { reason: CrashLoopBackOff } }
              lastState: { terminated: { exitCode: 1, reason: Error, startedAt: "2026-01-01T00:09:58Z", finishedAt: "2026-01-01T00:10:00Z" } }
        ---
        { apiVersion: v1, kind: Service, metadata: { name: orders, namespace: shop }, spec: { selector: { app: orders }, ports: [{ port: 8080 }] } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: web-0, namespace: web, ownerReferences: [{ kind: StatefulSet, name: web, controller: true }] }
        spec: { containers: [{ name: web, args: ['--orders=http://orders.shop.svc.cluster.local:8080'] }] }
      `,
    ],
    expect: [{ message: 'wouldFindNone', data: { container: 'orders', pods: 1, service: 'orders.shop', restarts: 5 }, predicts: 'orders.shop' }],
  },
  {
    name: 'tables alone tell of a loop when the endpoints of the same name are none',
    given: [at('2026-01-01T00:11:00Z'), tables, otherServices([])],
    expect: [{ message: 'wouldFindNone', data: { container: '?', pods: 1, service: 'orders.shop', restarts: 12 }, predicts: 'orders.shop' }],
  },
  {
    name: 'where many Services stand empty and nobody is known to call them, a loop is a risk',
    given: [at('2026-01-01T00:11:00Z'), tables, otherServices(['a', 'b', 'c'])],
    expect: [{ message: 'mightFindNone', data: { container: '?', pods: 1, service: 'orders.shop', restarts: 12 } }],
  },
  {
    name: 'a pod that has come up again foretells nothing',
    given: [
      at('2026-01-01T00:11:00Z'),
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: orders-7c9f8d6b5-x2k4p
          namespace: shop
          creationTimestamp: "2026-01-01T00:00:00Z"
          labels: { app: orders }
          ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }]
        spec:
          containers:
            - name: orders
        status:
          phase: Running
          podIP: 10.1.0.7
          conditions: [{ type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:05:00Z" }]
          containerStatuses:
            - name: orders
              ready: true
              restartCount: 5
              state: { running: { startedAt: "2026-01-01T00:10:02Z" } }
              lastState: { terminated: { exitCode: 1, reason: Error, startedAt: "2026-01-01T00:09:58Z", finishedAt: "2026-01-01T00:10:00Z" } }
        ---
        { apiVersion: v1, kind: Service, metadata: { name: orders, namespace: shop }, spec: { selector: { app: orders }, ports: [{ port: 8080 }] } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: web-0, namespace: web, ownerReferences: [{ kind: StatefulSet, name: web, controller: true }] }
        spec: { containers: [{ name: web, args: ['--orders=http://orders.shop.svc.cluster.local:8080'] }] }
      `,
    ],
    expect: [],
  },
]);
