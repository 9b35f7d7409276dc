import test from 'node:test';
import { accessLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { generatedObject } from './index.ts';

const row = (code: string, host = 'vminsert-main'): string =>
  `[2026-11-22T17:28:18.362Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${code} - "-" 967 95 2 - "-" "vmalert" "5a00e873-4d8f-45c7-9758-fc3a929f3403" "${host}.monitoring.svc:8480" "10.244.2.9:8480" outbound|8480||${host}.monitoring.svc.cluster.local 10.244.1.8:37662 10.96.31.10:8480 10.244.1.8:40001 - default`;
const failing = accessLog('monitoring/vmalert-66467cfcc9-ft9vh', [row('503 UC upstream_reset_before_response_started{connection_termination}')]);
const pod = (labels: string, workload = 'vminsert-main'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: ${workload}-78797c6fb-wwrsx, namespace: monitoring, labels: ${labels}, ownerReferences: [{ kind: ReplicaSet, name: ${workload}-78797c6fb, controller: true }] }
  spec: { containers: [{ name: app }] }
  status: { podIP: 10.244.2.9 }
`;
const service = (name: string, extra = ''): Given => manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: vminsert-main, namespace: monitoring, labels: { managed-by: vm-operator } }
  spec: { clusterIP: 10.96.31.10, selector: { app.kubernetes.io/name: ${name}, app.kubernetes.io/instance: main }, ports: [{ name: http, port: 8480 }] }${extra}
`;
const operator = (name: string): string => `{ app.kubernetes.io/name: ${name}, app.kubernetes.io/instance: main, managed-by: vm-operator }`;
const target = 'vminsert-main.monitoring';

testAnalyzer(test, generatedObject, [
  {
    name: 'vminsert of a VMCluster',
    given: [failing, pod(operator('vminsert')), service('vminsert')],
    expect: [{ message: 'writtenByOperator', data: { target, kind: 'VMCluster', name: 'main', field: 'spec.vminsert.extraArgs' }, incident: 'incident-1' }],
  },
  {
    name: 'a program with a resource of its own',
    given: [failing, pod(operator('vmagent'))],
    expect: [{ message: 'writtenByOperator', data: { target, kind: 'VMAgent', name: 'main', field: 'spec.extraArgs' } }],
  },
  {
    name: 'the balancer in front of a VMCluster has the Service’s name',
    given: [failing, pod(operator('vmclusterlb-vmauth-balancer'), 'vmclusterlb-main'), service('vmclusterlb-vmauth-balancer')],
    expect: [
      {
        message: 'writtenByOperator',
        data: { target: 'vmclusterlb-main.monitoring', kind: 'VMCluster', name: 'main', field: 'spec.requestsLoadBalancer.spec.extraArgs' },
      },
      { message: 'balancerInBetween', data: { service: 'vminsert-main.monitoring', name: 'main' } },
    ],
  },
  {
    name: 'the chart of the cluster names the component in a label of its own',
    given: [failing, pod('{ app.kubernetes.io/name: victoria-metrics-cluster, app.kubernetes.io/instance: vm, app: vminsert }')],
    expect: [{ message: 'writtenByChart', data: { target, kind: 'victoria-metrics-cluster', name: 'vm', field: 'vminsert.extraArgs' } }],
  },
  {
    name: 'the chart of a single program',
    given: [failing, pod('{ app.kubernetes.io/name: victoria-metrics-single, app.kubernetes.io/instance: vm, app: server }')],
    expect: [{ message: 'writtenByChart', data: { target, kind: 'victoria-metrics-single', name: 'vm', field: 'server.extraArgs' } }],
  },
  {
    name: 'the same name without the operator’s mark is somebody’s own',
    given: [failing, pod('{ app.kubernetes.io/name: vminsert, app.kubernetes.io/instance: main }')],
    expect: [],
  },
  {
    name: 'another operator’s object is not VictoriaMetrics’',
    given: [failing, pod('{ app.kubernetes.io/name: prometheus, app.kubernetes.io/instance: main, managed-by: prometheus-operator }')],
    expect: [],
  },
  {
    name: 'without failures there is nothing to change',
    given: [accessLog('monitoring/vmalert-66467cfcc9-ft9vh', [row('204 - via_upstream')]), pod(operator('vminsert'))],
    expect: [],
  },
  { name: 'without pods nobody can tell', given: [failing], expect: 'skipped' },
]);
