import test from 'node:test';
import { containerLog, type Given, manifestOf, testFix } from '../../testing/index.ts';
import { serviceTargetPort } from './index.ts';

const started = containerLog('monitoring/vminsert-0/vminsert', [
  '2026-01-01T00:00:00.000Z	info	VictoriaMetrics/lib/httpserver/httpserver.go:145	starting server at http://127.0.0.1:8480/',
]);
const objects = (ports: string, options: { readonly labels?: string; readonly args?: string } = {}): Given =>
  manifestOf(`
apiVersion: v1
kind: Pod
metadata: { name: vminsert-0, namespace: monitoring, labels: { app: vminsert }, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }
spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ${options.args ?? "['-httpListenAddr=:8480']"} }] }
---
apiVersion: v1
kind: Service
metadata: { name: vminsert, namespace: monitoring, labels: ${options.labels ?? '{}'} }
spec: { selector: { app: vminsert }, ports: ${ports} }
`);
const named = { target: 'vminsert.monitoring' };

testFix(test, serviceTargetPort, [
  {
    name: 'the port is aimed at where the application listens; others stay',
    given: [started, objects('[{ name: http, port: 80, targetPort: 8840 }]')],
    named,
    expect: [
      {
        title: 'aim',
        objects: [
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name: 'vminsert', namespace: 'monitoring' },
            spec: { ports: [{ port: 80, protocol: 'TCP', targetPort: 8480 }] },
          },
        ],
      },
    ],
  },
  { name: 'two ports that miss are a guess', given: [started, objects('[{ port: 80, targetPort: 1 }, { port: 81, targetPort: 2 }]')], named, expect: [] },
  { name: 'a port that is hit is left alone', given: [started, objects('[{ port: 80, targetPort: 8480 }]')], named, expect: [] },
  {
    name: 'what an operator writes is left to it',
    given: [started, objects('[{ port: 80, targetPort: 8840 }]', { labels: '{ managed-by: vm-operator }' })],
    named,
    expect: [],
  },
  {
    name: 'where nobody says on which port the application listens nothing is guessed',
    given: [objects('[{ port: 80, targetPort: 8840 }]', { args: '[]' })],
    named,
    expect: [],
  },
]);
