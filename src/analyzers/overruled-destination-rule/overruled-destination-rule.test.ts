import test from 'node:test';
import { accessLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { overruledDestinationRule } from './index.ts';

const service = 'vminsert.monitoring';
const row = (time: string, id: number, answer: string): string =>
  `[2026-01-01T00:00:${time}Z] "POST /api/v1/write HTTP/1.1" ${answer} 4 - "-" "vmalert" "00000000-0000-4000-8000-00000000000${id}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.10:54752 10.96.0.9:8480 10.244.1.10:40000 - default`;
const well = row('00.000', 1, '204 - via_upstream - "-" 265 0');
const failing = accessLog('alerting/vmalert-0', [well, row('05.001', 2, '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95')]);
const healthy = accessLog('alerting/vmalert-0', [well]);
const cluster = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vmalert-0, namespace: alerting, ownerReferences: [{ kind: StatefulSet, name: vmalert, controller: true }] }
  spec: { containers: [{ name: vmalert, image: 'victoriametrics/vmalert:v1.131.0' }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.1.10 }
  ---
  apiVersion: v1
  kind: Pod
  metadata:
    { name: vminsert-0, namespace: monitoring, labels: { app: vminsert }, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster' }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.2.9 }
  ---
  apiVersion: v1
  kind: Service
  metadata: { name: vminsert, namespace: monitoring }
  spec: { selector: { app: vminsert }, clusterIP: 10.96.0.9, ports: [{ name: http, port: 8480 }] }
`;
const ofAlerting = manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: vmalert, namespace: alerting }
  spec: { clusterIP: 10.96.0.10, ports: [{ name: http, port: 8880 }] }
`;
const full = 'vminsert.monitoring.svc.cluster.local';
const idle = (value: string): string => `trafficPolicy: { connectionPool: { http: { idleTimeout: ${value} } } }`;
const rule = (where: string, spec: string, host = full, made = ''): Given => {
  const [namespace, name] = where.split('/');
  return manifest`
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: { name: ${name}, namespace: ${namespace}${made === '' ? '' : `, creationTimestamp: "${made}"`} }
    spec: { host: "${host}", ${spec} }
  `;
};
const settings = 'connectionPool.http.idleTimeout';

testAnalyzer(test, overruledDestinationRule, [
  {
    name: 'a rule in the namespace of the client replaces that of the Service whole',
    given: [
      failing,
      cluster,
      rule('monitoring/vminsert', idle('50s')),
      rule('alerting/vminsert-limits', 'trafficPolicy: { connectionPool: { tcp: { maxConnections: 50 } } }'),
    ],
    expect: [
      {
        message: 'replacedForClients',
        data: { rule: 'monitoring/vminsert', settings, service, namespace: 'alerting', winner: 'alerting/vminsert-limits' },
        subject: { kind: 'DestinationRule', namespace: 'monitoring', name: 'vminsert' },
        incident: 'incident-1',
      },
    ],
  },
  {
    name: 'even a wild rule beside the client comes before the full name beside the Service',
    given: [
      healthy,
      cluster,
      rule('monitoring/vminsert', 'trafficPolicy: { tls: { mode: DISABLE } }'),
      rule('alerting/all', 'trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }', '*.svc.cluster.local'),
    ],
    expect: [{ message: 'replacedForClients', data: { rule: 'monitoring/vminsert', settings: 'tls', service, namespace: 'alerting', winner: 'alerting/all' } }],
  },
  {
    name: 'of two rules for one host the trafficPolicy of the older is kept',
    given: [
      failing,
      cluster,
      rule('monitoring/a', idle('50s'), full, '2026-01-02T00:00:00Z'),
      rule('monitoring/b', 'trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } }', full, '2026-01-01T00:00:00Z'),
    ],
    expect: [{ message: 'olderRuleKept', data: { rule: 'monitoring/a', settings, service, winner: 'monitoring/b' }, incident: 'incident-1' }],
  },
  {
    name: 'without their ages one of the two is kept, and nobody knows which',
    given: [healthy, cluster, rule('monitoring/a', idle('50s')), rule('monitoring/b', idle('30s'))],
    expect: [{ message: 'oneOfTwoKept', data: { rule: 'monitoring/b', service, winner: 'monitoring/a' } }],
  },
  {
    name: 'a rule that is not exported is seen in its own namespace only',
    given: [failing, cluster, rule('monitoring/vminsert', `exportTo: ['.'], ${idle('50s')}`)],
    expect: [
      { message: 'notExported', data: { rule: 'monitoring/vminsert', settings, service, namespace: 'alerting', exportTo: '.' }, incident: 'incident-1' },
    ],
  },
  {
    name: 'a rule in a namespace of neither side is looked at by nobody',
    given: [failing, cluster, rule('platform/vminsert', idle('50s'))],
    expect: [
      {
        message: 'notLookedAt',
        data: { rule: 'platform/vminsert', settings, service, namespace: 'alerting', serviceNamespace: 'monitoring', root: 'istio-system' },
      },
    ],
  },
  {
    name: 'a short host is short for the namespace of the rule',
    given: [failing, cluster, ofAlerting, rule('alerting/vminsert', idle('50s'), 'vminsert')],
    expect: [{ message: 'hostNamesNothing', data: { rule: 'alerting/vminsert', host: 'vminsert', taken: 'vminsert.alerting.svc.cluster.local', service } }],
  },
  {
    name: 'a host of two labels is completed by nothing',
    given: [failing, cluster, rule('monitoring/vminsert', idle('50s'), 'vminsert.monitoring')],
    expect: [{ message: 'hostNamesNothing', data: { rule: 'monitoring/vminsert', host: 'vminsert.monitoring', taken: 'vminsert.monitoring', service } }],
  },
  { name: 'one rule beside the Service is the one that holds', given: [failing, cluster, rule('monitoring/vminsert', idle('50s'), 'vminsert')], expect: [] },
  {
    name: 'a rule that says the same as the one that replaces it loses nothing',
    given: [failing, cluster, rule('monitoring/vminsert', idle('50s')), rule('alerting/vminsert', idle('50s'))],
    expect: [],
  },
  {
    name: 'two rules for one host, one of them with subsets only, are merged whole',
    given: [failing, cluster, rule('monitoring/a', 'subsets: [{ name: v1, labels: { v: "1" } }]'), rule('monitoring/b', idle('50s'))],
    expect: [],
  },
  {
    name: 'where a workloadSelector decides nothing is claimed',
    given: [failing, cluster, rule('monitoring/a', idle('50s')), rule('alerting/b', `workloadSelector: { matchLabels: { app: x } }, ${idle('30s')}`)],
    expect: [],
  },
  {
    name: 'where no Service of the namespace was collected a short host may name one',
    given: [failing, cluster, rule('alerting/vminsert', idle('50s'), 'vminsert')],
    expect: [],
  },
  { name: 'without Services a short host is not judged', given: [failing, rule('alerting/vminsert', idle('50s'), 'vminsert')], expect: [] },
  { name: 'no rules collected', given: [failing, cluster], expect: 'skipped' },
]);
