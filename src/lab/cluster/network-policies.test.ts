import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from './kube-api.ts';
import { rulesText } from './network-policies.ts';
import { isolatedPods } from './network-policy-rules.ts';

const namespaces = ['shop', 'ops'].map(
  (name): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name } } }),
);

function pod(name: string, namespace: string, ip: string, more: object = {}): KubeObject {
  const containers = [{ name, ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }] }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name } },
    spec: { containers, ...more },
    status: { podIP: ip, phase: 'Running' },
  };
}

const pods = [pod('catalog', 'shop', '10.203.1.1'), pod('frontend', 'shop', '10.203.1.2'), pod('prometheus', 'ops', '10.203.1.3')];

function policy(spec: object): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace: 'shop' },
    spec: { podSelector: { matchLabels: { app: 'catalog' } }, ...spec },
  };
}

const isolated = (...specs: readonly object[]): ReturnType<typeof isolatedPods> => isolatedPods({ policies: specs.map(policy), pods, namespaces });

test('without policies no pod is isolated', () => {
  assert.deepEqual(isolated(), []);
});

test('a policy without rules lets nothing into its pods and leaves other pods and directions alone', () => {
  assert.deepEqual(isolated({}), [{ ip: '10.203.1.1', direction: 'ingress', allowed: [] }]);
});

test('a pod selector means pods of the policy’s own namespace', () => {
  const [catalog] = isolated({ ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }] });
  assert.deepEqual(catalog?.allowed, [{ peers: ['10.203.1.1', '10.203.1.2'], port: { protocol: 'tcp', from: 8080, to: 8080 } }]);
});

test('a namespace selector means all pods of these namespaces, with a pod selector some of them', () => {
  const ops = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } } };
  const [catalog] = isolated({ ingress: [{ from: [ops, { ...ops, podSelector: { matchLabels: { app: 'grafana' } } }] }] });
  assert.deepEqual(catalog?.allowed, [{ peers: ['10.203.1.3'] }, { peers: [] }]);
});

test('expressions of selectors are understood', () => {
  const not = {
    podSelector: {
      matchExpressions: [
        { key: 'app', operator: 'NotIn', values: ['catalog'] },
        { key: 'app', operator: 'Exists' },
      ],
    },
  };
  assert.deepEqual(isolated({ ingress: [{ from: [not] }] })[0]?.allowed, [{ peers: ['10.203.1.2'] }]);
});

test('what several policies allow adds up', () => {
  const [catalog] = isolated(
    { ingress: [{ from: [{ podSelector: { matchLabels: { app: 'frontend' } } }] }] },
    { ingress: [{ ports: [{ port: 9090, endPort: 9099 }] }] },
  );
  assert.deepEqual(catalog?.allowed, [{ peers: ['10.203.1.2'] }, { port: { protocol: 'tcp', from: 9090, to: 9099 } }]);
});

test('a named port is that of the receiving pod', () => {
  const both = isolated({
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ ports: [{ port: 'http' }, { port: 'grpc' }] }],
    egress: [{ to: [{ podSelector: { matchLabels: { app: 'frontend' } } }], ports: [{ port: 'http' }] }],
  });
  assert.deepEqual(
    both.map(({ direction, allowed }) => [direction, allowed]),
    [
      ['ingress', [{ port: { protocol: 'tcp', from: 8080, to: 8080 } }]],
      ['egress', [{ peers: ['10.203.1.2'], port: { protocol: 'tcp', from: 8080, to: 8080 } }]],
    ],
  );
});

test('pods of the node’s network and ended pods are nobody’s peers and are not isolated', () => {
  const ended: KubeObject = { ...pod('catalog', 'shop', '10.203.1.8'), status: { podIP: '10.203.1.8', phase: 'Failed' } };
  assert.deepEqual(isolatedPods({ policies: [policy({})], pods: [pod('catalog', 'shop', '10.203.0.1', { hostNetwork: true }), ended], namespaces }), []);
});

test('the rules drop what is not allowed and let established connections go on', () => {
  const text = rulesText(
    isolated({
      ingress: [
        {
          from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.203.0.0/16'] } }, { podSelector: { matchLabels: { app: 'nobody' } } }],
          ports: [{ port: 8080 }],
        },
      ],
    }),
  );
  assert.equal(
    text,
    `table ip networkpolicies
delete table ip networkpolicies
table ip networkpolicies {
chain ingress-10-203-1-1 {
  ip saddr { 10.0.0.0/8 } ip saddr != { 10.203.0.0/16 } meta l4proto tcp th dport 8080 return
  counter drop
}
chain forward {
  type filter hook forward priority 0; policy accept;
  ct state established,related accept
  ip daddr 10.203.1.1 jump ingress-10-203-1-1
}
}
`,
  );
});
