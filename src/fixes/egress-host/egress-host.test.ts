import test from 'node:test';
import { manifest, type NamedHere, testFix } from '../../testing/index.ts';
import { egressHost } from './index.ts';

const leftOut: NamedHere = {
  target: 'vminsert.monitoring',
  findings: [
    {
      message: 'hidden-destination/leftOutOfEgress',
      subject: { kind: 'Sidecar', namespace: 'alerting', name: 'vmalert' },
      data: { destination: 'vminsert.monitoring', client: 'vmalert' },
    },
  ],
};

testFix(test, egressHost, [
  {
    name: 'the host is added to the listener that takes what no other names',
    given: [
      manifest`
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: { name: vmalert, namespace: alerting }
        spec:
          workloadSelector: { labels: { app: vmalert } }
          egress: [{ port: { number: 9080, protocol: HTTP, name: x }, hosts: ['./x'] }, { hosts: ['./*'] }]
      `,
    ],
    named: leftOut,
    expect: [
      {
        title: 'add',
        limits: ['allOfThem'],
        objects: [
          {
            apiVersion: 'networking.istio.io/v1',
            kind: 'Sidecar',
            metadata: { name: 'vmalert', namespace: 'alerting' },
            spec: {
              egress: [
                { port: { number: 9080, protocol: 'HTTP', name: 'x' }, hosts: ['./x'] },
                { hosts: ['./*', 'monitoring/vminsert.monitoring.svc.cluster.local'] },
              ],
            },
          },
        ],
      },
    ],
  },
  {
    name: 'a Sidecar without such a listener is left to its owner',
    given: [
      manifest`
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: { name: vmalert, namespace: alerting }
        spec: { egress: [{ port: { number: 9080, protocol: HTTP, name: x }, hosts: ['./x'] }] }
      `,
    ],
    named: leftOut,
    expect: [],
  },
]);
