import test from 'node:test';
import { accessLog, manifestOf, testFix } from '../../testing/index.ts';
import { fallbackRoute } from './index.ts';

const lost = accessLog('monitoring/vmalert-0', [
  '[2026-11-22T17:24:05.103Z] "POST /api/v1/write HTTP/1.1" 404 NR route_not_found - "-" 0 0 0 - "-" "vmalert" "21c74546-cf04-486f-bb59-e9256cabd425" "vminsert.monitoring.svc.cluster.local:8480" "-" - - 10.96.31.10:8480 10.244.1.34:55670 - -',
]);
const rule = (http: string, more = '') =>
  manifestOf(`
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: tenants, namespace: monitoring }
spec: { hosts: [vminsert], ${more} http: ${http} }
`);
const named = { target: 'vminsert.monitoring' };
const to = (host: string, prefix = '/insert/') => ({ match: [{ uri: { prefix } }], route: [{ destination: { host } }] });
const http = (...rules: readonly object[]): string => JSON.stringify(rules);

testFix(test, fallbackRoute, [
  {
    name: 'what no match takes goes where everything else goes',
    given: [lost, rule(http(to('vminsert')))],
    named,
    expect: [
      {
        title: 'addLast',
        limits: ['meantSo', 'otherPath'],
        objects: [
          {
            apiVersion: 'networking.istio.io/v1',
            kind: 'VirtualService',
            metadata: { name: 'tenants', namespace: 'monitoring' },
            spec: { http: [to('vminsert'), { route: [{ destination: { host: 'vminsert' } }] }] },
          },
        ],
      },
    ],
  },
  { name: 'of two destinations none is the one that is meant', given: [lost, rule(http(to('vminsert'), to('other', '/other/')))], named, expect: [] },
  { name: 'where paths are rewritten, it is not known to what', given: [lost, rule(http({ ...to('vminsert'), rewrite: { uri: '/' } }))], named, expect: [] },
  { name: 'a rule that takes the path is not the reason', given: [lost, rule(http(to('vminsert', '/api/')))], named, expect: [] },
  { name: 'a rule for gateways too would open paths to the outside', given: [lost, rule(http(to('vminsert')), 'gateways: [mesh, edge],')], named, expect: [] },
]);
