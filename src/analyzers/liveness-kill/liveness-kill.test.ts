import test from 'node:test';
import { containerLog, manifest, testAnalyzer } from '../../testing/index.ts';
import { livenessKill } from './index.ts';

testAnalyzer(test, livenessKill, [
  {
    name: 'a container that the kubelet stops for its probe is reported',
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
        ---
        apiVersion: v1
        kind: Event
        metadata: { name: e-killing-00, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p, fieldPath: "spec.containers{orders}" }
        reason: Killing
        message: Container orders failed liveness probe, will be restarted
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:01.700Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [
      {
        message: 'killedDuringFailures',
        data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', failures: '3 of 3' },
        explains: [0, 1, 2],
      },
    ],
  },
  {
    name: "exit code 137 of a container with a liveness probe may be the kubelet's doing",
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
              livenessProbe: { tcpSocket: { port: 8080 } }
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
    name: 'a container without a probe is not killed for one',
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
    expect: [{ message: 'hasNoProbe', data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z' } }],
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
    name: 'a kill half an hour before is told and excluded',
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
        ---
        apiVersion: v1
        kind: Event
        metadata: { name: e-killing-00, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p, fieldPath: "spec.containers{orders}" }
        reason: Killing
        message: Container orders failed liveness probe, will be restarted
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:40:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:40:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'killedAtAnotherTime', data: { container: 'orders', pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z' } }],
  },
  {
    name: 'containers that run from before the failures exclude it',
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
    name: 'a failed probe that stops nothing is not blamed',
    given: [
      manifest`
        apiVersion: v1
        kind: Event
        metadata: { name: e-unhealthy-00, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p, fieldPath: "spec.containers{orders}" }
        reason: Unhealthy
        message: "Liveness probe failed: timeout"
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
      `,
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
    expect: 'skipped',
  },
]);
