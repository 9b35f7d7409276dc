import test from 'node:test';
import { document, manifest, type NamedHere, testFix } from '../../testing/index.ts';
import { egressHost } from './index.ts';

const hides = (destination: string): NonNullable<NamedHere['findings']>[number] => ({
  message: 'hidden-destination/leftOutOfEgress',
  subject: { kind: 'Sidecar', namespace: 'alerting', name: 'vmalert' },
  data: { destination, client: 'vmalert' },
});
const leftOut: NamedHere = { target: 'vminsert.monitoring', findings: [hides('vminsert.monitoring')] };

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
    name: 'two destinations that one Sidecar hides are one change, in the domain of the mesh',
    given: [
      manifest`
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: { name: vmalert, namespace: alerting }
        spec: { egress: [{ hosts: ['./*'] }] }
      `,
      document('config_dump.json', {
        configs: [
          {
            '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
            dynamic_active_clusters: [{ cluster: { name: 'outbound|80||web.shop.svc.mesh.internal', type: 'EDS' } }],
          },
        ],
      }),
    ],
    named: { target: 'vminsert.monitoring', findings: ['vminsert.monitoring', 'vmselect.monitoring'].map(hides) },
    expect: [
      {
        title: 'add',
        objects: [
          {
            apiVersion: 'networking.istio.io/v1',
            kind: 'Sidecar',
            metadata: { name: 'vmalert', namespace: 'alerting' },
            spec: {
              egress: [{ hosts: ['./*', 'monitoring/vminsert.monitoring.svc.mesh.internal', 'monitoring/vmselect.monitoring.svc.mesh.internal'] }],
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
