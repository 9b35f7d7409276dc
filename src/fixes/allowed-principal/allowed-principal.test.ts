import test from 'node:test';
import { accessLog, manifestOf, type NamedHere, testFix } from '../../testing/index.ts';
import { allowedPrincipal } from './index.ts';

const refused = accessLog('shop/catalog-0', [
  '[2026-01-01T00:00:01.000Z] "GET /items HTTP/1.1" 403 - rbac_access_denied_matched_policy[none] - "-" 0 19 0 - "-" "curl" "00000000-0000-4000-8000-000000000001" "catalog.shop:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40001 10.1.0.7:8080 10.1.0.9:51234 - default',
]);
const caller = (more: string) =>
  manifestOf(`
apiVersion: v1
kind: Pod
metadata: { name: web-0, namespace: shop, ownerReferences: [{ kind: Deployment, name: web, controller: true }] }
spec: { ${more} }
status: { podIP: 10.1.0.9 }
`);
const meshed = caller('serviceAccountName: web, containers: [{ name: web }, { name: istio-proxy, image: proxyv2 }]');
const policy = (spec: string) =>
  manifestOf(`
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: readers, namespace: shop }
spec: ${spec}
`);
const named: NamedHere = {
  target: 'catalog.shop',
  findings: [{ message: 'authorization-refusal/policyRefuses', subject: { kind: 'Workload', name: 'catalog' }, data: { policy: 'shop/readers' } }],
};
const job = 'cluster.local/ns/shop/sa/job';

testFix(test, allowedPrincipal, [
  {
    name: 'the identity of the refused pod joins those that are let in',
    given: [refused, meshed, policy(`{ action: ALLOW, rules: [{ from: [{ source: { principals: [${job}] } }] }] }`)],
    named,
    expect: [
      {
        title: 'allow',
        limits: ['grant', 'account'],
        objects: [
          {
            apiVersion: 'security.istio.io/v1',
            kind: 'AuthorizationPolicy',
            metadata: { name: 'readers', namespace: 'shop' },
            spec: { rules: [{ from: [{ source: { principals: [job, 'cluster.local/ns/shop/sa/web'] } }] }] },
          },
        ],
      },
    ],
  },
  {
    name: 'a caller without a sidecar has no identity that could be let in',
    given: [refused, caller('containers: [{ name: web }]'), policy(`{ rules: [{ from: [{ source: { principals: [${job}] } }] }] }`)],
    named,
    expect: [],
  },
  {
    name: 'a rule that asks for more than who calls may refuse for that',
    given: [refused, meshed, policy(`{ rules: [{ from: [{ source: { principals: [${job}] } }], to: [{ operation: { methods: [POST] } }] }] }`)],
    named,
    expect: [],
  },
  {
    name: 'a policy that denies is not widened by adding to it',
    given: [refused, meshed, policy(`{ action: DENY, rules: [{ from: [{ source: { principals: [${job}] } }] }] }`)],
    named,
    expect: [],
  },
]);
