import test from 'node:test';
import { containerLog, manifest, testAnalyzer } from '../../testing/index.ts';
import { podStart } from './index.ts';

testAnalyzer(test, podStart, [
  {
    name: 'a pod without a readiness probe refuses what comes before it listens',
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
        '[2026-01-01T00:00:03.200Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:00:05.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:00:09.900Z] "GET /orders HTTP/1.1" 200 - via_upstream - "-" 0 95 3 - "-" "web" "a9" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40113 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [
      { message: 'refusedBeforeListening', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:00:02Z', failures: '2 of 2' }, explains: [0, 1] },
    ],
  },
  {
    name: 'a pod with a readiness probe that refuses in its first seconds is less certain',
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
              readinessProbe: { httpGet: { port: 8080, path: / } }
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
        '[2026-01-01T00:00:03.200Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:00:09.900Z] "GET /orders HTTP/1.1" 200 - via_upstream - "-" 0 95 3 - "-" "web" "a9" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40113 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'failsWhileServerStarts', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:00:02Z', failures: '1 of 1' }, explains: [0] }],
  },
  {
    name: 'near miss: a pod that never serves is not starting',
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
              readinessProbe: { httpGet: { port: 8080, path: / } }
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
        '[2026-01-01T00:00:03.200Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [],
  },
  {
    name: 'near miss: a connection that has carried a request before is not at the start of its server',
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
              readinessProbe: { httpGet: { port: 8080, path: / } }
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
        '[2026-01-01T00:00:02.900Z] "GET /orders HTTP/1.1" 200 - via_upstream - "-" 0 95 3 - "-" "web" "a0" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:00:08.900Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [],
  },
  {
    name: 'a client that calls before its proxy knows the server is reported',
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
        kind: Service
        metadata: { name: orders, namespace: shop }
        spec: { selector: { app: orders }, ports: [{ port: 8080 }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: web-0, namespace: shop, creationTimestamp: "2026-01-01T00:09:58Z", ownerReferences: [{ kind: StatefulSet, name: web, controller: true }] }
        spec: { containers: [{ name: web }, { name: istio-proxy }] }
        status:
          podIP: 10.1.0.9
          containerStatuses:
            - { name: web, ready: true, restartCount: 0, state: { running: { startedAt: "2026-01-01T00:10:00Z" } } }
            - { name: istio-proxy, ready: true, restartCount: 0, state: { running: { startedAt: "2026-01-01T00:10:00Z" } } }
      `,
      containerLog('shop/web-0/istio-proxy', [
        '[2026-01-01T00:10:01.000Z] "GET /orders HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "web" "w1" "orders.shop.svc.cluster.local:8080" "-" outbound|8080||orders.shop.svc.cluster.local - 10.96.0.9:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:02.000Z] "GET /orders HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "web" "w2" "orders.shop.svc.cluster.local:8080" "-" outbound|8080||orders.shop.svc.cluster.local - 10.96.0.9:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:10:09.000Z] "GET /orders HTTP/1.1" 200 - via_upstream - "-" 0 19 3 2 "-" "web" "w3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" outbound|8080||orders.shop.svc.cluster.local 10.1.0.9:40001 10.96.0.9:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'failsWhileClientStarts', data: { pod: 'web-0', time: '2026-01-01T00:10:00Z', failures: '2 of 2' }, explains: [0, 1] }],
  },
  {
    name: 'failures minutes after the last start exclude it',
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
    expect: [{ message: 'nobodyStarts', data: { target: 'orders.shop' } }],
  },
  {
    name: 'failures that go on after the first seconds exclude it',
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
        '[2026-01-01T00:00:03.200Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "c0" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:01:03.200Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "c1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:02:03.200Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "c2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:03:03.200Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "c3" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:04:03.200Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "c4" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:05:03.200Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "c5" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'failsLongAfterStart', data: { target: 'orders.shop', seconds: 301 } }],
  },
  {
    name: 'a container that ended and came back is not at its first start',
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
