import test from 'node:test';
import { manifest, testAnalyzer } from '../../testing/index.ts';
import { applicationAnswer } from './index.ts';

testAnalyzer(test, applicationAnswer, [
  {
    name: 'a pod with the label is reported',
    given: [
      manifest`
        apiVersion: v1
        kind: Pod
        metadata: { name: vminsert-0, namespace: monitoring, labels: { broken: 'yes' } }
      `,
    ],
    expect: [{ message: 'carriesLabel', data: { pod: 'vminsert-0', value: 'yes' } }],
  },
  {
    name: 'pods without the label are said to have none',
    given: [
      manifest`
        apiVersion: v1
        kind: Pod
        metadata: { name: vminsert-0, namespace: monitoring }
      `,
    ],
    expect: [{ message: 'carriesNoLabel', data: { count: 1 } }],
  },
  { name: 'an empty list of pods says nothing', given: [manifest`{ apiVersion: v1, kind: PodList, items: [] }`], expect: [] },
  { name: 'without pods nothing can be observed', given: [], expect: 'skipped' },
]);
