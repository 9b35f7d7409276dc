import test from 'node:test';
import { manifest, testFix } from '../../testing/index.ts';
import { raceLog, raceNamed, racePods } from '../../testing/race-evidence.ts';
import { serverIdleLimit } from './index.ts';

const noRules = manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRuleList, items: [] }`;
const operator = { 'managed-by': 'vm-operator', 'app.kubernetes.io/name': 'vminsert', 'app.kubernetes.io/instance': 'long-term' };
const chart = { 'app.kubernetes.io/name': 'victoria-metrics-cluster', 'app.kubernetes.io/instance': 'metrics' };

testFix(test, serverIdleLimit, [
  {
    name: 'the flag is raised above what the proxy keeps, and other arguments stay',
    given: [raceLog, racePods({ args: ['-storageNode=a:8400', '-http.idleConnTimeout=5s', '-loggerLevel=INFO'] }), noRules],
    named: raceNamed,
    expect: [
      {
        title: 'keepLonger',
        limits: ['restarts', 'moreConnections'],
        objects: [
          {
            apiVersion: 'apps/v1',
            kind: 'StatefulSet',
            metadata: { name: 'vminsert', namespace: 'monitoring' },
            spec: {
              template: {
                spec: { containers: [{ name: 'vminsert', args: ['-storageNode=a:8400', '-http.idleConnTimeout=65m', '-loggerLevel=INFO'] }] },
              },
            },
          },
        ],
      },
    ],
  },
  {
    name: 'a chart that writes the workload is named with the value to set',
    given: [raceLog, racePods({ labels: chart }), noRules],
    named: raceNamed,
    expect: [
      {
        title: 'keepLonger',
        limits: ['belongsInValues', 'restarts', 'moreConnections'],
        objects: [
          {
            apiVersion: 'apps/v1',
            kind: 'StatefulSet',
            metadata: { name: 'vminsert', namespace: 'monitoring' },
            spec: { template: { spec: { containers: [{ name: 'vminsert', args: ['-http.idleConnTimeout=65m'] }] } } },
          },
        ],
      },
    ],
  },
  {
    name: 'what the operator writes is changed in its custom resource',
    given: [
      raceLog,
      racePods({ labels: operator }),
      noRules,
      manifest`
        apiVersion: operator.victoriametrics.com/v1beta1
        kind: VMCluster
        metadata: { name: long-term, namespace: monitoring }
        spec: { vminsert: { replicaCount: 2, extraArgs: { http.idleConnTimeout: 5s, loggerLevel: INFO } } }
      `,
    ],
    named: raceNamed,
    expect: [
      {
        title: 'keepLonger',
        objects: [
          {
            apiVersion: 'operator.victoriametrics.com/v1beta1',
            kind: 'VMCluster',
            metadata: { name: 'long-term', namespace: 'monitoring' },
            spec: { vminsert: { extraArgs: { 'http.idleConnTimeout': '65m' } } },
          },
        ],
      },
    ],
  },
  {
    name: 'a custom resource that was not collected cannot be changed',
    given: [raceLog, racePods({ labels: operator }), noRules],
    named: raceNamed,
    expect: [],
  },
]);
