import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The caller's proxy sends to an address that no pod of the service has any more. */
export const staleEndpoints: Cause = defineCause({
  id: 'stale-endpoints',
  title: 'A proxy still sends to an address that has left: late push, stuck xDS, held hosts',
  explanation:
    'The endpoint list in the proxy is older than the one in Kubernetes: the push from istiod is late, its xDS stream is stuck or cut, or an ORIGINAL_DST cluster (headless Service) keeps dead addresses. The address belongs to nobody, so the connection times out or is refused (503 UF, URX after retries), or it belongs to another pod by now, which answers wrongly or closes (UC). It lasts from the moment the pod left until the proxy gets the new list.',
  priorDb: 0,
  references: [
    { title: 'Istio: pilot/pkg/serviceregistry/kube/controller/endpointslice.go, pilot/pkg/xds/endpoints/endpoint_builder.go', version: 'Istio 1.31' },
    { title: 'Istio: debugging Envoy and istiod', url: 'https://istio.io/latest/docs/ops/diagnostic-tools/proxy-cmd/', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'resync-proxy',
      purpose: 'repair',
      risk: 'pod-restart',
      text: "Restore the proxy's stream to istiod: repair what istiod's log says (overload, rejected configuration, network), or restart {client} if only its proxy is behind.",
      verifyWith: [
        'istioctl proxy-status',
        'istioctl proxy-config endpoints deploy/{client} -n {namespace}',
        'kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service}',
      ],
      undoWith: [],
    },
    {
      id: 'speed-up-pushes',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'If istiod is slow to push (pilot_proxy_convergence_time of seconds), give it more CPU and replicas and limit what each proxy gets with Sidecar egress hosts.',
      verifyWith: ['kubectl -n istio-system top pod', 'kubectl -n istio-system logs deploy/istiod --tail=100'],
      undoWith: [],
    },
    {
      id: 'delay-stop',
      purpose: 'mitigate',
      risk: 'pod-restart',
      text: 'Let stopping pods of {server} serve on while the lists catch up: a preStop sleep longer than the push delay.',
      verifyWith: ["kubectl -n {namespace} get deployment {server} -o jsonpath='{.spec.template.spec.containers[*].lifecycle}'"],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'retry-other-host',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'Let callers retry connect-failure on another endpoint (a default of Istio outside TCP ports; attempts: 0 in a VirtualService switches it off). Nothing was sent, so this is safe for every request.',
      verifyWith: ['istioctl proxy-config routes deploy/{client} -n {namespace} -o json | grep -A3 retryOn'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      'SYN to an address that left: no answer (UF, connection_timeout), RST by its next owner (UF, refused), or a connection to a stranger, who answers wrongly or closes (UC). It lasts until the push arrives.',
    confusedWith: [
      { cause: 'shutdown-race', tellApart: 'There the pod is still ending while it is dialled; here it is gone.' },
      { cause: 'pinned-stale-address', tellApart: "There one application holds the address and the proxy's list is right." },
      { cause: 'evicted', tellApart: 'There Kubernetes itself still lists the address.' },
    ],
    seeWith: [
      {
        command: 'istioctl proxy-config endpoints deploy/{client} -n {namespace} --cluster "outbound|{port}||{service}.{namespace}.svc.cluster.local"',
        shows: 'An address that kubectl get endpointslices does not have.',
      },
      { command: 'istioctl proxy-status', shows: "The caller's proxy is STALE, or missing." },
    ],
    provenBy:
      "The upstream host of the failing rows and the EndpointSlice of that second without it, longer after the pod's end than a push takes; a proxy that was behind (STALE, push times of seconds) says why.",
  },
});

export const zhTW: CauseTranslation = {
  title: '代理仍送往已離開的位址：推送延遲、xDS 停滯或保留的主機',
  explanation:
    '代理中的端點清單比 Kubernetes 的舊：istiod 的推送延遲、xDS 串流停滯或中斷，或 ORIGINAL_DST 叢集（headless Service）保留了失效的位址。該位址已不屬於任何人，因此連線逾時或被拒（503 UF，重試後為 URX）；也可能已屬於另一個 Pod，回應錯誤的內容或關閉連線（UC）。這種情況從 Pod 離開那一刻起，持續到代理取得新清單為止。',
  remedies: {
    'resync-proxy': '恢復代理與 istiod 的串流：修正 istiod 日誌所指出的問題（過載、組態遭拒、網路），若只有 {client} 的代理落後則重新啟動它。',
    'speed-up-pushes':
      '若 istiod 推送緩慢（pilot_proxy_convergence_time 達數秒），請給它更多 CPU 與副本，並以 Sidecar 的 egress hosts 限縮每個代理取得的內容。',
    'delay-stop': '讓停止中的 {server} Pod 在清單更新期間繼續服務：設定比推送延遲更長的 preStop sleep。',
    'retry-other-host':
      '讓呼叫端對 connect-failure 改送其他端點重試（非 TCP 連接埠時為 Istio 預設；VirtualService 中 attempts: 0 會關閉它）。由於尚未送出任何內容，對所有請求都安全。',
  },
  guide: {
    onTheWire:
      'SYN 送往已離開的位址：無回應（UF、connection_timeout）、下一個擁有者的 RST（UF、遭拒），或連到陌生的 Pod，得到錯誤回應或關閉（UC）。持續到推送抵達。',
    confusedWith: {
      'shutdown-race': '該原因中被撥的 Pod 仍在結束；這裡已經消失。',
      'pinned-stale-address': '該原因是某個應用程式緊抓位址，代理的清單正確。',
      evicted: '該原因中 Kubernetes 自己仍列出該位址。',
    },
    seeWith: ['有一個 kubectl get endpointslices 中沒有的位址。', '呼叫端的代理為 STALE，或不在清單中。'],
    provenBy: '失敗列的上游主機，以及那一秒不含它的 EndpointSlice，且距 Pod 結束的時間超過一次推送；落後的代理（STALE、推送需數秒）說明了原因。',
  },
};
