import test from 'node:test';
import { at, containerLog, manifest, testAnalyzer } from '../../testing/index.ts';
import { podShutdown } from './index.ts';

testAnalyzer(test, podShutdown, [
  {
    name: 'requests that fail at the very pod that is told to stop are reported',
    given: [
      manifest`
        apiVersion: v1
        kind: Event
        metadata: { name: e-killing-00, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p, fieldPath: "spec.containers{orders}" }
        reason: Killing
        message: Stopping container orders
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
        ---
        apiVersion: v1
        kind: Event
        metadata: { name: e-successfuldelete-00, namespace: shop }
        involvedObject: { kind: ReplicaSet, namespace: shop, name: orders-7c9f8d6b5 }
        reason: SuccessfulDelete
        message: "Deleted pod: orders-7c9f8d6b5-x2k4p"
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.300Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'failsAtStoppingPod', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', failures: '2 of 2' }, explains: [0, 1] }],
  },
  {
    name: 'where no address is known the time alone supports it',
    given: [
      manifest`
        apiVersion: v1
        kind: Event
        metadata: { name: e-killing-00, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p, fieldPath: "spec.containers{orders}" }
        reason: Killing
        message: Stopping container orders
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
        ---
        apiVersion: v1
        kind: Event
        metadata: { name: e-successfuldelete-00, namespace: shop }
        involvedObject: { kind: ReplicaSet, namespace: shop, name: orders-7c9f8d6b5 }
        reason: SuccessfulDelete
        message: "Deleted pod: orders-7c9f8d6b5-x2k4p"
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
      `,
      containerLog('shop/web-0/istio-proxy', [
        '[2026-01-01T00:10:01.000Z] "GET /orders HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "web" "w1" "orders.shop.svc.cluster.local:8080" "-" outbound|8080||orders.shop.svc.cluster.local - 10.96.0.9:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:02.000Z] "GET /orders HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "web" "w2" "orders.shop.svc.cluster.local:8080" "-" outbound|8080||orders.shop.svc.cluster.local - 10.96.0.9:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'failsWhilePodStops', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', failures: '2 of 2' }, explains: [0, 1] }],
  },
  {
    name: 'a stop that only the log of the process tells of may be anybody’s',
    given: [
      containerLog('shop/orders-7c9f8d6b5-x2k4p/orders', ['2026-01-01T00:09:59.500Z\tinfo\tapp/main.go:107\treceived signal terminated']),
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.300Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'stopsForUnknownReason', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:09:59Z', failures: '1 of 1' }, explains: [0] }],
  },
  {
    name: 'near miss: answers that were passed on from beyond may be those of the pods that stay',
    given: [
      manifest`
        apiVersion: v1
        kind: Event
        metadata: { name: e-killing-00, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p, fieldPath: "spec.containers{orders}" }
        reason: Killing
        message: Stopping container orders
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
        ---
        apiVersion: v1
        kind: Event
        metadata: { name: e-successfuldelete-00, namespace: shop }
        involvedObject: { kind: ReplicaSet, namespace: shop, name: orders-7c9f8d6b5 }
        reason: SuccessfulDelete
        message: "Deleted pod: orders-7c9f8d6b5-x2k4p"
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
      `,
      containerLog('shop/web-0/istio-proxy', [
        '[2026-01-01T00:10:01.000Z] "GET /orders HTTP/1.1" 503 - via_upstream - "-" 0 19 0 - "-" "web" "w1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" outbound|8080||orders.shop.svc.cluster.local 10.1.0.9:40112 10.96.0.9:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:02.000Z] "GET /orders HTTP/1.1" 503 - via_upstream - "-" 0 19 0 - "-" "web" "w2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" outbound|8080||orders.shop.svc.cluster.local 10.1.0.9:40112 10.96.0.9:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'failsMeanwhile', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', failures: '2 of 2' }, explains: [0, 1] }],
  },
  {
    name: 'answers that were passed on from beyond are of the proxy of a pod that goes when callers quote its words',
    given: [
      manifest`
        apiVersion: v1
        kind: Event
        metadata: { name: e-killing-00, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p, fieldPath: "spec.containers{orders}" }
        reason: Killing
        message: Stopping container orders
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
        ---
        apiVersion: v1
        kind: Event
        metadata: { name: e-successfuldelete-00, namespace: shop }
        involvedObject: { kind: ReplicaSet, namespace: shop, name: orders-7c9f8d6b5 }
        reason: SuccessfulDelete
        message: "Deleted pod: orders-7c9f8d6b5-x2k4p"
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
      `,
      containerLog('shop/web-0/istio-proxy', [
        '[2026-01-01T00:10:01.000Z] "GET /orders HTTP/1.1" 503 - via_upstream - "-" 0 19 0 - "-" "web" "w1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" outbound|8080||orders.shop.svc.cluster.local 10.1.0.9:40112 10.96.0.9:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:02.000Z] "GET /orders HTTP/1.1" 503 - via_upstream - "-" 0 19 0 - "-" "web" "w2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" outbound|8080||orders.shop.svc.cluster.local 10.1.0.9:40112 10.96.0.9:8080 10.1.0.9:51234 - default',
      ]),
      manifest`{ apiVersion: v1, kind: Service, metadata: { name: orders, namespace: shop }, spec: { selector: { app: orders }, ports: [{ port: 8080 }] } }`,
      containerLog('shop/web-0/web', [
        "2026-01-01T00:10:01.100Z error GET http://orders.shop.svc.cluster.local:8080/orders failed: HTTP 503 'upstream connect error or disconnect/reset before headers. reset reason: connection termination'",
      ]),
    ],
    expect: [{ message: 'failsWhilePodStops', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', failures: '2 of 2' }, explains: [0, 1] }],
  },
  {
    name: 'near miss: a proxy that goes on to the address for minutes has not learnt that the pod left',
    given: [
      manifest`
        apiVersion: v1
        kind: Event
        metadata: { name: e-killing-00, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p, fieldPath: "spec.containers{orders}" }
        reason: Killing
        message: Stopping container orders
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
        ---
        apiVersion: v1
        kind: Event
        metadata: { name: e-successfuldelete-00, namespace: shop }
        involvedObject: { kind: ReplicaSet, namespace: shop, name: orders-7c9f8d6b5 }
        reason: SuccessfulDelete
        message: "Deleted pod: orders-7c9f8d6b5-x2k4p"
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
      `,
      containerLog('shop/web-0/istio-proxy', [
        '[2026-01-01T00:10:01.000Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{connection_timeout} - "-" 0 19 0 - "-" "web" "w1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" outbound|8080||orders.shop.svc.cluster.local - 10.96.0.9:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:12:02.000Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{connection_timeout} - "-" 0 19 0 - "-" "web" "w2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" outbound|8080||orders.shop.svc.cluster.local - 10.96.0.9:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [],
  },
  {
    name: 'a pod that is gone and has a successor of the same minute was replaced',
    given: [
      at('2026-01-01T00:30:00Z'),
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: orders-7c9f8d6b5-zz9zz
          namespace: shop
          creationTimestamp: "2026-01-01T00:09:50Z"
          labels: { app: orders }
          ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }]
        spec:
          containers:
            - name: orders
            - name: istio-proxy
        status:
          podIP: 10.1.0.8
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
        '[2026-01-01T00:10:00.300Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'failsAtReplacedPod', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', failures: '2 of 2' }, explains: [0, 1] }],
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
    expect: [{ message: 'goesForAnotherReason', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', kind: 'oom' } }],
  },
  {
    name: 'a pod that was told to stop at another time and is still there excludes it',
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
        ---
        apiVersion: v1
        kind: Event
        metadata: { name: e-killing-00, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p, fieldPath: "spec.containers{orders}" }
        reason: Killing
        message: Stopping container orders
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:40:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:40:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'stopsWithoutFailures', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z' } }],
  },
  {
    name: 'pods that stay exclude it',
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
    expect: [{ message: 'noPodStops', data: { pods: 1, target: 'orders.shop' } }],
  },
  {
    name: 'an eviction stops a pod in the same way and is not opposed',
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
        ---
        apiVersion: v1
        kind: Event
        metadata: { name: e-evicted-00, namespace: shop }
        involvedObject: { kind: Pod, namespace: shop, name: orders-7c9f8d6b5-x2k4p }
        reason: Evicted
        message: "The node was low on resource: memory."
        count: 1
        firstTimestamp: "2026-01-01T00:10:00Z"
        lastTimestamp: "2026-01-01T00:10:00Z"
      `,
      containerLog('shop/orders-7c9f8d6b5-x2k4p/istio-proxy', [
        '[2026-01-01T00:10:00.300Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
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
