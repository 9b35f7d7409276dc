import test from 'node:test';
import { manifest, type NamedHere, testFix } from '../../testing/index.ts';
import { allowedTraffic } from './index.ts';

const pods = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: catalog-0, namespace: shop, labels: { app: catalog }, ownerReferences: [{ kind: StatefulSet, name: catalog, controller: true }] }
  spec: { containers: [{ name: catalog, image: catalog:1 }] }
  ---
  apiVersion: v1
  kind: Pod
  metadata: { name: frontend-0, namespace: web, labels: { app: frontend }, ownerReferences: [{ kind: StatefulSet, name: frontend, controller: true }] }
  spec: { containers: [{ name: frontend, image: frontend:1 }] }
  ---
  apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: { name: closed, namespace: shop }
  spec: { podSelector: {} }
  ---
  apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: { name: closed, namespace: web }
  spec: { podSelector: { matchLabels: { tier: edge } } }
`;
const denied = (data: { readonly [name: string]: string | number }): NamedHere => ({
  target: 'catalog.shop',
  findings: [{ message: 'blocking-network-policy/policyDenies', subject: { kind: 'NetworkPolicy', namespace: 'shop', name: 'closed' }, data }],
});
const head = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };

testFix(test, allowedTraffic, [
  {
    name: 'the caller is let in from its namespace, on the port alone',
    given: [pods],
    named: denied({ pod: 'catalog-0', peer: 'frontend-0', port: 8080, direction: 'Ingress', policy: 'shop/closed' }),
    expect: [
      {
        title: 'letIn',
        limits: ['byLabels'],
        objects: [
          {
            ...head,
            metadata: { name: 'catalog-from-frontend', namespace: 'shop' },
            spec: {
              podSelector: { matchLabels: { app: 'catalog' } },
              policyTypes: ['Ingress'],
              ingress: [
                {
                  ports: [{ port: 8080, protocol: 'TCP' }],
                  from: [{ podSelector: { matchLabels: { app: 'frontend' } }, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } } }],
                },
              ],
            },
          },
        ],
      },
    ],
  },
  {
    name: 'a policy of the caller is opened towards the server',
    given: [pods],
    named: denied({ pod: 'frontend-0', peer: 'catalog-0', port: 8080, direction: 'Egress', policy: 'web/closed' }),
    expect: [
      {
        title: 'letOut',
        objects: [
          {
            ...head,
            metadata: { name: 'frontend-to-catalog', namespace: 'web' },
            spec: {
              podSelector: { matchLabels: { app: 'frontend', tier: 'edge' } },
              policyTypes: ['Egress'],
              egress: [
                {
                  ports: [{ port: 8080, protocol: 'TCP' }],
                  to: [{ podSelector: { matchLabels: { app: 'catalog' } }, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }],
                },
              ],
            },
          },
        ],
      },
    ],
  },
  {
    name: 'several ports of one pair are one policy, and each side has its own',
    given: [pods],
    named: {
      target: 'catalog.shop',
      findings: [
        { pod: 'catalog-0', peer: 'frontend-0', port: 8080, direction: 'Ingress', policy: 'shop/closed' },
        { pod: 'catalog-0', peer: 'frontend-0', port: 9090, direction: 'Ingress', policy: 'shop/closed' },
        { pod: 'frontend-0', peer: 'catalog-0', port: 8080, direction: 'Egress', policy: 'web/closed' },
      ].flatMap((data) => denied(data).findings ?? []),
    },
    expect: [
      {
        title: 'letIn',
        objects: [
          {
            ...head,
            metadata: { name: 'catalog-from-frontend', namespace: 'shop' },
            spec: {
              podSelector: { matchLabels: { app: 'catalog' } },
              policyTypes: ['Ingress'],
              ingress: [
                {
                  ports: [
                    { port: 8080, protocol: 'TCP' },
                    { port: 9090, protocol: 'TCP' },
                  ],
                  from: [{ podSelector: { matchLabels: { app: 'frontend' } }, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } } }],
                },
              ],
            },
          },
        ],
      },
      {
        title: 'letOut',
        objects: [
          {
            ...head,
            metadata: { name: 'frontend-to-catalog', namespace: 'web' },
            spec: {
              podSelector: { matchLabels: { app: 'frontend', tier: 'edge' } },
              policyTypes: ['Egress'],
              egress: [
                {
                  ports: [{ port: 8080, protocol: 'TCP' }],
                  to: [{ podSelector: { matchLabels: { app: 'catalog' } }, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }],
                },
              ],
            },
          },
        ],
      },
    ],
  },
  {
    name: 'a peer that is only an address cannot be named in a policy',
    given: [pods],
    named: denied({ pod: 'catalog-0', peer: '10.9.8.7', port: 8080, direction: 'Ingress', policy: 'shop/closed' }),
    expect: [],
  },
]);
