import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The application runs and listens, but not on the address at which the proxy dials it. */
export const appNotListening: Cause = defineCause({
  id: 'app-not-listening',
  title: 'The application listens on loopback or on another address only',
  explanation:
    "The application is bound to 127.0.0.1 or to one address only. Since Istio 1.10 the sidecar dials the pod's IP, so the kernel refuses the connection (errno 111) and the sidecar writes 503 UF on its inbound hop; the caller's proxy sees 503 via_upstream. It fails for every request, while a test inside the pod against localhost works.",
  priorDb: 0,
  references: [
    { title: 'Istio application requirements', url: 'https://istio.io/latest/docs/ops/deployment/application-requirements/', version: 'Istio 1.18 to 1.31' },
    { title: 'Istio: pilot/pkg/networking/core/cluster_builder.go buildInboundCluster', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'bind-all-addresses',
      purpose: 'repair',
      risk: 'pod-restart',
      text: "Let {server} listen on 0.0.0.0 and :: (or on the pod's IP) at port {port}: in most servers a flag or setting called host, bind or listen address.",
      verifyWith: [
        'kubectl -n {namespace} rollout status deployment/{server}',
        'kubectl -n {namespace} logs {pod} -c {container} | grep -i listen',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'forward-to-loopback',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'If the application must stay on loopback, create a Sidecar for its pods with spec.ingress[] for port {port} and defaultEndpoint: 127.0.0.1:{port}.\ningress replaces all automatic inbound listeners: list every port. A Sidecar without egress means */*, and only one applies to a workload.',
      verifyWith: [
        'istioctl proxy-config clusters {pod} -n {namespace} --direction inbound',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit sidecars.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire: "SYN from the sidecar to the pod's IP: RST (errno 111), 503 UF at once on the inbound hop, while 127.0.0.1 in the pod answers.",
    confusedWith: [
      { cause: 'target-port-mismatch', tellApart: 'There nothing listens at that port on any address.' },
      { cause: 'startup-race', tellApart: 'There the listener comes some seconds later.' },
      { cause: 'network-policy-blocked', tellApart: 'A policy does not refuse inside the pod.' },
    ],
    seeWith: [{ command: 'kubectl -n {namespace} exec {pod} -c {container} -- ss -ltn', shows: '127.0.0.1:{port} or one other address, not 0.0.0.0 or [::].' }],
    provenBy: 'A bind address in flags, a start-up line or the socket list that is not the one dialled, and refusals on every request.',
  },
});

export const zhTW: CauseTranslation = {
  title: '應用程式只監聽回送位址或其他位址',
  explanation:
    '應用程式只綁定到 127.0.0.1 或某一個位址。Istio 1.10 起，sidecar 會連往 Pod 的 IP，因此核心拒絕連線（errno 111），sidecar 在其 inbound 一段寫下 503 UF；呼叫端的代理看到的是 503 via_upstream。所有請求都會失敗，但在 Pod 內對 localhost 測試卻是正常的。',
  remedies: {
    'bind-all-addresses': '讓 {server} 在 {port} 埠監聽 0.0.0.0 與 ::（或 Pod 的 IP）：多數伺服器稱這個參數或設定為 host、bind 或 listen address。',
    'forward-to-loopback':
      '若應用程式必須留在回送位址，請為其 Pod 建立 Sidecar，在 spec.ingress[] 中為 {port} 埠設定 defaultEndpoint: 127.0.0.1:{port}。\ningress 會取代所有自動產生的 inbound 監聽器，因此要列出每個連接埠。沒有 egress 的 Sidecar 等於 */*，且一個工作負載只會套用一個。',
  },
  guide: {
    onTheWire: 'sidecar 對 Pod IP 送 SYN：RST（errno 111），inbound 段立即 503 UF，而 Pod 內的 127.0.0.1 正常回應。',
    confusedWith: {
      'target-port-mismatch': '該原因在任何位址上都沒有監聽該連接埠。',
      'startup-race': '該原因的監聽器數秒後才出現。',
      'network-policy-blocked': '政策不會在 Pod 內拒絕連線。',
    },
    seeWith: ['127.0.0.1:{port} 或單一其他位址，而非 0.0.0.0 或 [::]。'],
    provenBy: '旗標、啟動記錄或 socket 清單中的綁定位址與所撥位址不同，且每個請求都遭拒。',
  },
};
