import test from 'node:test';
import { containerLog, manifest, testAnalyzer } from '../../testing/index.ts';
import { eviction } from './index.ts';

/** A pod on node-7, requests to whose address find no answer from 10:05:03 on, and what else there is. */
const onNode = (node: string) => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: orders-7c9f8d6b5-x2k4p, namespace: shop, creationTimestamp: '2026-01-01T00:00:00Z', ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }] }
  spec: { nodeName: ${node}, containers: [{ name: orders }, { name: istio-proxy }] }
  status: { podIP: 10.1.0.7, phase: Running, conditions: [{ type: Ready, status: 'False', lastTransitionTime: '2026-01-01T10:05:41Z' }] }
`;
const lost = manifest`
  apiVersion: v1
  kind: Node
  metadata: { name: node-7 }
  status: { conditions: [{ type: Ready, status: Unknown, reason: NodeStatusUnknown, lastTransitionTime: '2026-01-01T10:05:40Z' }] }
`;
const unanswered = containerLog(
  'shop/web-5d8f7c9b4-q9z2m/istio-proxy',
  ['10:05:03', '10:05:21', '10:05:44'].map(
    (time) =>
      `[2026-01-01T${time}.300Z] "GET /orders HTTP/1.1" 503 UF upstream_reset_before_response_started{connection_timeout} - "-" 0 95 1000 - "-" "web" "${time}" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" outbound|8080||orders.shop.svc.cluster.local - 10.96.0.9:8080 10.1.0.9:51234 - default`,
  ),
);

testAnalyzer(test, eviction, [
  {
    name: 'the node of the pod is lost, which shows up to a minute later',
    given: [onNode('node-7'), lost, unanswered],
    expect: [
      { message: 'nodeLostDuringFailures', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T10:05:40Z', failures: '3 of 3' }, explains: [0, 1, 2] },
    ],
  },
  {
    name: 'another node that is lost takes nothing away',
    given: [onNode('node-2'), lost, unanswered],
    expect: [],
  },
  {
    name: 'an eviction at the failures is reported',
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
    expect: [{ message: 'evictedDuringFailures', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', failures: '2 of 2' }, explains: [0, 1] }],
  },
  {
    name: 'a crash excludes it',
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
    expect: [{ message: 'goesForAnotherReason', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z', kind: 'crash' } }],
  },
  {
    name: 'an eviction half an hour before is told and excluded',
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
        '[2026-01-01T00:40:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
        '[2026-01-01T00:40:00.900Z] "GET /orders HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "-" 0 95 3 - "-" "web" "a2" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
      ]),
    ],
    expect: [{ message: 'evictedAtAnotherTime', data: { pod: 'orders-7c9f8d6b5-x2k4p', time: '2026-01-01T00:10:00Z' } }],
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
    expect: [{ message: 'noPodEvicted', data: { pods: 1, target: 'orders.shop' } }],
  },
  {
    name: 'a deletion alone leaves the question open, for a drain deletes too',
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
