import { accessLog, type Given, manifestOf } from './given.ts';

const row = (time: string, id: number, answer: string): string =>
  `[2026-01-01T00:00:${time}Z] "POST /write HTTP/1.1" ${answer} 4 - "-" "vmalert" "00000000-0000-4000-8000-00000000000${id}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:40001 10.244.2.9:8480 10.244.1.10:54752 - default`;

/** One request lost by vminsert's own sidecar after five seconds of quiet. */
export const raceLog: Given = accessLog('monitoring/vminsert-0', [
  row('00.000', 1, '204 - via_upstream - "-" 265 0'),
  row('05.001', 2, '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95'),
]);

/** vminsert behind an Istio sidecar, its Service, and vmalert, which calls it from another namespace. */
export function racePods(
  options: { readonly istio?: string; readonly args?: readonly string[]; readonly labels?: Readonly<Record<string, string>> } = {},
): Given {
  const { istio, args = ['-http.idleConnTimeout=5s'], labels = {} } = options;
  const proxy = `istio/proxyv2${istio === undefined ? '' : `:${istio}`}`;
  return manifestOf(`
apiVersion: v1
kind: Pod
metadata:
  name: vminsert-0
  namespace: monitoring
  labels: ${JSON.stringify({ app: 'vminsert', ...labels })}
  ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }]
spec:
  containers:
    - { name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ${JSON.stringify(args)} }
    - { name: istio-proxy, image: '${proxy}' }
status: { podIP: 10.244.2.9 }
---
apiVersion: v1
kind: Pod
metadata: { name: vmalert-0, namespace: alerting, ownerReferences: [{ kind: StatefulSet, name: vmalert, controller: true }] }
spec: { containers: [{ name: vmalert, image: 'victoriametrics/vmalert:v1.131.0' }, { name: istio-proxy, image: '${proxy}' }] }
status: { podIP: 10.244.1.10 }
---
apiVersion: v1
kind: Service
metadata: { name: vminsert, namespace: monitoring }
spec: { selector: { app: vminsert }, clusterIP: 10.96.0.9, ports: [{ name: http, port: 8480 }] }
`);
}

/** What a fix is told of it. */
export const raceNamed: { readonly target: string; readonly hop: string } = { target: 'vminsert.monitoring', hop: 'vminsert-sidecar->vminsert' };
