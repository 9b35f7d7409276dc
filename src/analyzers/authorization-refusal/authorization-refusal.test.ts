import test from 'node:test';
import { accessLog, type Given, manifest, testAnalyzer, containerLog } from '../../testing/index.ts';
import { authorizationRefusal } from './index.ts';

const row = (answer: string, body = 19): string =>
  `[2026-01-01T00:00:01.000Z] "GET /items HTTP/1.1" ${answer} 0 ${body} 0 - "-" "curl" "00000000-0000-4000-8000-000000000001" "catalog.shop:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40001 10.1.0.7:8080 10.1.0.9:51234 - default`;
const receiver = (answer: string): Given => accessLog('shop/catalog-0', [row(answer)]);
const policy = manifest`
  apiVersion: security.istio.io/v1
  kind: AuthorizationPolicy
  metadata: { name: deny-all, namespace: shop }
  spec: { action: DENY, rules: [{}] }
`;
const server = 'catalog-sidecar';
// the answer is 503 where an EnvoyFilter or a local reply configuration changes Envoy's 403
const matched = '503 - rbac_access_denied_matched_policy[ns[shop]-policy[deny-all]-rule[0]] - "-"';

testAnalyzer(test, authorizationRefusal, [
  {
    name: 'a policy that is in the evidence refuses',
    given: [receiver(matched), policy],
    expect: [{ message: 'policyRefuses', data: { server, failed: 1, policy: 'shop/deny-all' }, explains: [0] }],
  },
  {
    name: 'a policy that was not collected refuses',
    given: [receiver(matched)],
    expect: [{ message: 'refused', data: { server, failed: 1, reason: 'rbac_access_denied_matched_policy[ns[shop]-policy[deny-all]-rule[0]]' } }],
  },
  {
    name: 'a ztunnel refuses connections by policy',
    given: [
      containerLog('istio-system/ztunnel-x2k4p', [
        '2026-01-01T00:00:05.001000Z\terror\taccess\tconnection complete\tsrc.addr=10.0.0.5:41000 src.workload="client-1" src.namespace="shop" src.identity="spiffe://cluster.local/ns/shop/sa/client" dst.addr=10.0.0.9:15008 dst.hbone_addr=10.0.0.9:8080 dst.service="catalog.shop.svc.cluster.local" dst.workload="catalog-1" dst.namespace="shop" dst.identity="spiffe://cluster.local/ns/shop/sa/catalog" direction="inbound" bytes_sent=0 bytes_recv=0 duration="0ms" error="connection closed due to policy rejection: allow policies exist, but none allowed"',
      ]),
    ],
    expect: [
      {
        message: 'refused',
        data: { server: 'ztunnel', failed: 1, reason: 'connection closed due to policy rejection: allow policies exist, but none allowed' },
      },
    ],
  },
  {
    name: 'an external authorizer fails',
    given: [receiver('403 UAEX ext_authz_error - "-"')],
    expect: [{ message: 'authorizerFails', data: { server, failed: 1 }, explains: [0] }],
  },
  {
    name: 'a refused connection is no refusal by policy',
    given: [receiver('503 UF upstream_reset_before_response_started{remote_connection_failure} - "-"'), policy],
    expect: [{ message: 'nobodyRefuses', data: { total: 1 } }],
  },
  { name: 'a policy that refuses nobody', given: [receiver('200 - via_upstream - "-"'), policy], expect: [] },
]);
