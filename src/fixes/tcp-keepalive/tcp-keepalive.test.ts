import test from 'node:test';
import { accessLog, type FixCase, type Given, manifestOf, testFix } from '../../testing/index.ts';
import { tcpKeepalive } from './index.ts';

const host = 'vmselect.monitoring.svc.cluster.local';

function row(second: number, isLost: boolean): string {
  const time = new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();
  const answer = isLost ? '504 UT response_timeout - "-" 0 0 3000' : '200 - via_upstream - "-" 0 24 20';
  return `[${time}] "GET /query HTTP/1.1" ${answer} - "-" "grafana" "id-${second}" "${host}:8481" "10.1.0.7:8481" outbound|8481||${host} 10.1.0.5:40001 10.96.0.9:8481 10.1.0.5:53462 - default`;
}

/** Requests soon after one another go well; the one after a long quiet is lost. */
const lostAfter = (quiet: number): Given =>
  accessLog('monitoring/grafana-0', [...[0, 2, 4, 6, 8, 10].map((second) => row(second, false)), row(10 + quiet, true)]);
const none = manifestOf('{ apiVersion: networking.istio.io/v1, kind: DestinationRuleList, items: [] }');
const rule = (ruleHost: string, policy: string): Given =>
  manifestOf(`
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: vmselect, namespace: monitoring }
spec: { host: '${ruleHost}', trafficPolicy: ${policy} }
`);
const named = { target: 'vmselect.monitoring' };
const expected = (name: string, time: string, more: { readonly host?: string } = {}): FixCase['expect'][number] => ({
  title: 'keepAwake',
  limits: ['below', 'ownHop'],
  objects: [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name, namespace: 'monitoring' },
      spec: { ...more, trafficPolicy: { connectionPool: { tcp: { tcpKeepalive: { time } } } } },
    },
  ],
});

testFix(test, tcpKeepalive, [
  {
    name: 'packets come twice as often as connections were forgotten',
    given: [lostAfter(60), none],
    named,
    expect: [expected('vmselect-tcp-keepalive', '29s', { host })],
  },
  {
    name: 'after hours of quiet the box may have forgotten after minutes',
    given: [lostAfter(3_600), rule('vmselect', '{ connectionPool: { tcp: { maxConnections: 9 } } }')],
    named,
    expect: [expected('vmselect', '60s')],
  },
  {
    name: 'keep-alive that is set is not the answer',
    given: [lostAfter(60), rule('vmselect', '{ connectionPool: { tcp: { tcpKeepalive: { time: 20s } } } }')],
    named,
    expect: [],
  },
  { name: 'a rule for many hosts would be hidden by a new one', given: [lostAfter(60), rule('*.monitoring.svc.cluster.local', '{}')], named, expect: [] },
]);
