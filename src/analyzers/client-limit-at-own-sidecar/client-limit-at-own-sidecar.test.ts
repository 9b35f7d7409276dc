import test from 'node:test';
import { accessLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { clientLimitAtOwnSidecar } from './index.ts';

const hop = 'vminsert-sidecar->vminsert';
const row = (time: string, id: number, answer: string): string =>
  `[2026-01-01T00:00:${time}Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${answer} 4 - "-" "client" "00000000-0000-4000-8000-00000000000${id}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:40001 10.244.2.9:8480 10.244.1.10:54752 - default`;
const race = accessLog('monitoring/vminsert-0', [
  row('00.000', 1, '204 - via_upstream - "-" 265 0'),
  row('05.001', 2, '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95'),
]);
const server = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-0, namespace: monitoring, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ['-http.idleConnTimeout=5s'] }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.2.9 }
`;
const client = (image: string, args: string, proxy = ', { name: istio-proxy, image: istio/proxyv2 }'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: client-0, namespace: alerting, ownerReferences: [{ kind: StatefulSet, name: client, controller: true }] }
  spec: { containers: [{ name: app, image: '${image}', args: ${args} }${proxy}] }
  status: { podIP: 10.244.1.10 }
`;
const vmalert = 'victoriametrics/vmalert:v1.131.0';
const url = '-remoteWrite.url=http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus';
const noRules = manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRuleList, items: [] }`;
const dump = document(
  'envoy/monitoring/vminsert-0/config_dump.json',
  {
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
        dynamic_active_clusters: [{ cluster: { name: 'inbound|8480||', type: 'ORIGINAL_DST' } }],
      },
    ],
  },
  'monitoring/vminsert-0',
);

testAnalyzer(test, clientLimitAtOwnSidecar, [
  {
    name: 'the limit set for remote write ends at the sidecar of vmalert',
    given: [race, server, noRules, client(vmalert, `['${url}', '-remoteWrite.idleConnTimeout=4s']`)],
    expect: [
      {
        message: 'flagEndsAtSidecar',
        data: { client: 'client.alerting', limit: '4s', flag: '-remoteWrite.idleConnTimeout', hop, kept: '1h' },
        incident: 'incident-1',
        hop,
      },
    ],
  },
  {
    name: 'so do the 50 seconds that vmalert has by default, and those of a caller that lost requests are worth a word',
    given: [race, server, noRules, client(vmalert, `['${url}']`)],
    expect: [
      {
        message: 'defaultEndsAtSidecar',
        data: { client: 'client.alerting', version: '1.131.0', limit: '50s', flag: '-remoteWrite.idleConnTimeout', hop, kept: '1h' },
      },
    ],
  },
  {
    name: 'before 1.102 the default was 90 seconds',
    given: [race, server, noRules, client('victoriametrics/vmalert:v1.101.0', `['${url}']`)],
    expect: [
      {
        message: 'defaultEndsAtSidecar',
        data: { client: 'client.alerting', version: '1.101.0', limit: '1m30s', flag: '-remoteWrite.idleConnTimeout', hop, kept: '1h' },
      },
    ],
  },
  {
    name: 'a limit set by hand is told without a failure too, where limits are the wrong way round',
    given: [server, dump, client(vmalert, `['${url}', '-remoteWrite.idleConnTimeout=4s']`)],
    expect: [{ message: 'flagEndsAtSidecar', data: { client: 'client.alerting', limit: '4s', flag: '-remoteWrite.idleConnTimeout', hop, kept: '1h' } }],
  },
  {
    name: 'vmauth has its targets in a file, so what it called tells',
    given: [race, server, noRules, client('victoriametrics/vmauth:v1.131.0', "['-idleConnTimeout=4s']")],
    expect: [{ message: 'flagEndsAtSidecar', data: { client: 'client.alerting', limit: '4s', flag: '-idleConnTimeout', hop, kept: '1h' } }],
  },
  {
    name: 'without a sidecar a client governs its own connections',
    given: [race, server, noRules, client(vmalert, `['${url}', '-remoteWrite.idleConnTimeout=4s']`, '')],
    expect: [],
  },
  {
    name: 'a limit for queries is none for remote write',
    given: [race, server, noRules, client(vmalert, "['-datasource.url=http://vmselect.monitoring:8481', '-datasource.idleConnTimeout=4s']")],
    expect: [],
  },
  { name: 'a default where nothing failed is nobody’s fix', given: [server, dump, client(vmalert, `['${url}']`)], expect: [] },
  { name: 'no pods collected', given: [race], expect: 'skipped' },
]);
