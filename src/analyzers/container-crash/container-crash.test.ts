import test from 'node:test';
import { containerLog, manifest, testAnalyzer } from '../../testing/index.ts';
import { containerCrash } from './index.ts';

testAnalyzer(test, containerCrash, [
  {
    name: 'an exit with an error in the second of the failures is reported',
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
    expect: [
      {
        message: 'crashedDuringFailures',
        data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', failures: '3 of 3', exit: 'exit code 1' },
        explains: [0, 1, 2],
      },
    ],
  },
  {
    name: 'a worker that dies without a restart is told by its log and by connections that end in the same second',
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
      containerLog('shop/orders-7c9f8d6b5-x2k4p/orders', ['2026-01-01T00:10:00.250Z [emerg] worker process 31 exited on signal 11']),
    ],
    expect: [
      {
        message: 'lastWordsWithResets',
        data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', failures: '3 of 3' },
        explains: [0, 1, 2],
      },
    ],
  },
  {
    name: 'last words without a connection that ends are less',
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
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
      containerLog('shop/orders-7c9f8d6b5-x2k4p/orders', ['2026-01-01T00:10:00.250Z [emerg] worker process 31 exited on signal 11']),
    ],
    expect: [
      { message: 'lastWords', data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', failures: '1 of 1' }, explains: [0] },
    ],
  },
  {
    name: 'exit code 137 without a reason may be a crash',
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
              lastState: { terminated: { exitCode: 137, reason: Error, startedAt: "2026-01-01T00:00:02Z", finishedAt: "2026-01-01T00:10:00Z" } }
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [
      {
        message: 'endsForUnknownReason',
        data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', failures: '3 of 3' },
        explains: [0, 1, 2],
      },
    ],
  },
  {
    name: 'a process that never stays up is not brought down by a request',
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
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'neverStaysUp', data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', restarts: 5 } }],
  },
  {
    name: 'a kill for memory excludes it',
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
              lastState: { terminated: { exitCode: 137, reason: OOMKilled, startedAt: "2026-01-01T00:00:02Z", finishedAt: "2026-01-01T00:10:00Z" } }
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'endsForAnotherReason', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', kind: 'oom' } }],
  },
  {
    name: 'a crash half an hour before is told and excluded',
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
        '[2026-01-01T00:40:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:40:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'crashedAtAnotherTime', data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', away: '30 min' } }],
  },
  {
    name: 'containers that run from before the failures oppose it',
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
    expect: [{ message: 'noContainerEnded', data: { pods: 1, target: 'orders.shop' } }],
  },
  {
    name: 'an exception that a living server logs ends nothing',
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
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 200 - via_upstream - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
      containerLog('shop/orders-7c9f8d6b5-x2k4p/orders', [
        '2026-01-01T00:10:00.250Z ERROR Exception in thread "pool-1" java.lang.IllegalStateException: no order',
        '2026-01-01T00:10:05.000Z INFO served',
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
    expect: 'skipped',
  },
]);
