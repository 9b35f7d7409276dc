import test from 'node:test';
import { accessLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { dialledPodAddress } from './index.ts';

const target = 'vminsert.monitoring';
const row = (
  path: string,
  agent: string,
  cluster = 'PassthroughCluster',
  authority = '10.244.2.9:8480',
  result = '503 UC upstream_reset_before_response_started{connection_termination}',
): string =>
  `[2026-11-22T17:28:18.362Z] "GET ${path} HTTP/1.1" ${result} - "-" 0 95 2 - "-" "${agent}" "5a00e873-4d8f-45c7-9758-fc3a929f3403" "${authority}" "10.244.2.9:8480" ${cluster} 10.244.1.8:37662 10.244.2.9:8480 10.244.1.8:40001 - allow_any`;
const from = (client: string, ...rows: readonly string[]): Given => accessLog(`monitoring/${client}-66467cfcc9-ft9vh`, rows);
const pod = (name: string, image: string, ip: string, args = '[]'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: ${name}-66467cfcc9-ft9vh, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: ${name}-66467cfcc9, controller: true }] }
  spec: { containers: [{ name: ${name}, image: '${image}', args: ${args} }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: ${ip} }
`;
const vminsert = pod('vminsert', 'victoriametrics/vminsert:v1.150.0-cluster', '10.244.2.9');
const vmauth = (args = '[]'): Given => pod('vmauth', 'victoriametrics/vmauth:v1.150.0', '10.244.1.8', args);
const write = row('/insert/0/prometheus/api/v1/write', 'vmagent');
const discovered = (setting: string): { readonly message: string; readonly data: { readonly [hole: string]: string | number } } => ({
  message: 'discoversBackendAddresses',
  data: { count: 1, failures: 1, client: 'vmauth', setting },
});

testAnalyzer(test, dialledPodAddress, [
  {
    name: 'a scrape by pod address is passed through',
    given: [vminsert, from('vmagent', row('/metrics', 'vm_promscrape'))],
    expect: [{ message: 'scrapesPodAddress', data: { count: 1, failures: 1, client: 'vmagent', target }, incident: 'incident-1', explains: [0] }],
  },
  {
    name: 'of another path too, by the scraper’s name',
    given: [vminsert, from('vmagent', row('/probe', 'vm_promscrape'))],
    expect: [{ message: 'scrapesPodAddress', data: { count: 1, failures: 1, client: 'vmagent', target } }],
  },
  {
    name: 'so is one of Prometheus',
    given: [vminsert, from('prometheus', row('/stats', 'Prometheus/3.1.0'))],
    expect: [{ message: 'scrapesPodAddress', data: { count: 1, failures: 1, client: 'prometheus', target } }],
  },
  {
    name: 'vmauth that discovers the addresses of its backends by a flag',
    given: [vminsert, vmauth("['-discoverBackendIPs']"), from('vmauth', write)],
    expect: [discovered('-discoverBackendIPs')],
  },
  {
    name: 'whose process says that the flag is in effect',
    given: [
      vminsert,
      vmauth(),
      document(
        'metrics/vmauth.txt',
        'flag{name="discoverBackendIPs", value="true", is_set="true"} 1\nflag{name="auth.config", value="a", is_set="true"} 1\nvmauth_concurrent_requests_capacity 1000\n',
        'monitoring/vmauth-66467cfcc9-ft9vh',
      ),
      from('vmauth', write),
    ],
    expect: [discovered('-discoverBackendIPs')],
  },
  {
    name: 'or by its configuration',
    given: [
      vminsert,
      vmauth(),
      manifest`
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: vmauth, namespace: monitoring }
        data: { auth.yml: "unauthorized_user:\n  url_prefix: http://vminsert:8480/\n  discover_backend_ips: true\n" }
      `,
      from('vmauth', write),
    ],
    expect: [discovered('discover_backend_ips')],
  },
  { name: 'vmauth whose flag is off dials by name', given: [vminsert, vmauth("['-discoverBackendIPs=false']"), from('vmauth', write)], expect: [] },
  {
    name: 'a name that the proxy does not know is passed through as well, which is another matter',
    given: [vminsert, from('vmagent', row('/metrics', 'vm_promscrape', 'PassthroughCluster', 'vminsert.other.example:8480'))],
    expect: [],
  },
  {
    name: 'a scrape by address that is answered',
    given: [vminsert, from('vmagent', row('/metrics', 'vm_promscrape', 'PassthroughCluster', '10.244.2.9:8480', '200 - via_upstream'))],
    expect: [],
  },
  { name: 'without request evidence there is nothing to see', given: [], expect: 'skipped' },
]);
