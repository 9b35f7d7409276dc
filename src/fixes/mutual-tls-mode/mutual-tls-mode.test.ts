import test from 'node:test';
import { accessLog, manifest, testFix } from '../../testing/index.ts';
import { mutualTlsMode } from './index.ts';

const server = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: catalog-0, namespace: shop, labels: { app: catalog }, ownerReferences: [{ kind: StatefulSet, name: catalog, controller: true }] }
  spec: { containers: [{ name: catalog, image: catalog:1 }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.2.9 }
`;
const strictNamespace = manifest`
  apiVersion: security.istio.io/v1
  kind: PeerAuthentication
  metadata: { name: default, namespace: shop }
  spec: { mtls: { mode: STRICT } }
`;
const own = manifest`
  apiVersion: security.istio.io/v1
  kind: PeerAuthentication
  metadata: { name: catalog, namespace: shop }
  spec: { selector: { matchLabels: { app: catalog } }, mtls: { mode: STRICT } }
`;
const broken = accessLog('shop/frontend-0', [
  '[2026-01-01T00:00:00.000Z] "GET /items HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 1 - "-" "frontend" "00000000-0000-4000-8000-000000000001" "catalog.shop:8080" "10.244.2.9:8080" outbound|8080||catalog.shop.svc.cluster.local 10.244.1.10:54752 10.96.0.9:8080 10.244.1.10:40000 - default',
]);
const named = { target: 'catalog.shop' };
const permissive = {
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: 'catalog-permissive', namespace: 'shop' },
  spec: { selector: { matchLabels: { app: 'catalog' } }, mtls: { mode: 'PERMISSIVE' } },
};

testFix(test, mutualTlsMode, [
  {
    name: 'a rule that turns TLS off asks for it again; meanwhile the one workload may take plaintext',
    given: [
      server,
      strictNamespace,
      broken,
      manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: catalog, namespace: shop }
        spec: { host: catalog, trafficPolicy: { tls: { mode: DISABLE } } }
      `,
    ],
    named,
    expect: [
      {
        title: 'mutualAgain',
        limits: ['noSidecar'],
        objects: [
          {
            apiVersion: 'networking.istio.io/v1',
            kind: 'DestinationRule',
            metadata: { name: 'catalog', namespace: 'shop' },
            spec: { trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
          },
        ],
      },
      { title: 'permissive', limits: ['weaker', 'withIdentity'], objects: [permissive] },
    ],
  },
  {
    name: 'a policy of the workload itself is relaxed where it stands',
    given: [server, own],
    named,
    expect: [
      {
        title: 'permissive',
        objects: [{ ...permissive, metadata: { name: 'catalog', namespace: 'shop' }, spec: { mtls: { mode: 'PERMISSIVE' } } }],
      },
    ],
  },
  {
    name: 'where nothing asks for mutual TLS there is nothing to relax',
    given: [server, manifest`{ apiVersion: security.istio.io/v1, kind: PeerAuthenticationList, items: [] }`],
    named,
    expect: [],
  },
]);
