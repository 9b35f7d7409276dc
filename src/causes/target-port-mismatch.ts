import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** Requests arrive at the pod on a port where nothing listens, so the kernel refuses the connection. */
export const targetPortMismatch: Cause = defineCause({
  id: 'target-port-mismatch',
  title: 'Service, route or data source points at a port where the application does not listen',
  explanation:
    'The Service\'s targetPort, a route or the caller\'s URL names another port than the one the application listens on. The pod is there, so the kernel refuses the connection at once (RST to SYN, errno 111) and the proxy writes 503 UF with "delayed connect error: 111" or "Connection refused"; where a firewall drops it, UF connection_timeout. With a sidecar the refusal happens inside the pod, on the hop from the sidecar to the application, so the caller\'s proxy only sees 503 via_upstream. It fails for every request from the first one on.',
  priorDb: 0,
  references: [
    { title: 'Kubernetes: Service', url: 'https://kubernetes.io/docs/concepts/services-networking/service/' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Istio: pilot/pkg/networking/core/cluster_builder.go buildInboundCluster', version: 'Istio 1.18 to 1.31' },
  ],
  remedies: [
    {
      id: 'correct-port',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Make spec.ports[].targetPort of Service {service} the port on which container {container} listens (its start-up log or flags name it), and correct callers that name the port themselves.\nA Service with the label managed-by: vm-operator is put back by the VictoriaMetrics operator: set port (or serviceSpec) of that component in its VMCluster, VMAlert, VMAgent, VMAuth or VMSingle instead.',
      verifyWith: [
        "kubectl -n {namespace} get service {service} -o jsonpath='{.spec.ports}'",
        'kubectl -n {namespace} logs {pod} -c {container} | grep -i listen',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit service {service}'],
    },
    {
      id: 'listen-on-port',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Or start {server} on the port that the Service names.',
      verifyWith: [
        'kubectl -n {namespace} rollout status deployment/{server}',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'name-ports',
      purpose: 'prevent',
      risk: 'config-reload',
      text: 'Name the container port and let targetPort be that name, so that both change together.',
      verifyWith: ['kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service}'],
      undoWith: ['kubectl -n {namespace} edit service {service}'],
    },
  ],
  guide: {
    onTheWire:
      'SYN to a port where nothing listens: RST, 503 UF with "Connection refused" (errno 111) within a millisecond; from a firewall no answer, UF connection_timeout. With a sidecar the RST comes inside the pod and the caller sees 503 with flag -.',
    confusedWith: [
      { cause: 'app-not-listening', tellApart: 'There the port is right and the address is not (127.0.0.1).' },
      { cause: 'network-policy-blocked', tellApart: 'There the connect times out, or says "No route to host"; from a pod that is allowed it works.' },
      { cause: 'startup-race', tellApart: 'There it works some seconds later.' },
    ],
    seeWith: [
      { command: 'kubectl -n {namespace} exec {pod} -c {container} -- ss -ltn', shows: 'Listeners, none of them at the port of the failing rows.' },
      { command: "kubectl -n {namespace} get service {service} -o jsonpath='{.spec.ports}'", shows: 'A targetPort that differs from the listening port.' },
    ],
    provenBy:
      'The port that was dialled and refused from the first request on, and another port on which the application is known to listen (start-up line, flags, socket list).',
  },
});

export const zhTW: CauseTranslation = {
  title: 'Service、路由或資料來源指向應用程式並未監聽的連接埠',
  explanation:
    'Service 的 targetPort、路由或呼叫端的 URL 所指的連接埠，與應用程式監聽的不同。Pod 存在，因此核心會立刻拒絕連線（對 SYN 回以 RST，errno 111），代理寫下 503 UF 與 "delayed connect error: 111" 或 "Connection refused"；若被防火牆丟棄則是 UF connection_timeout。有 sidecar 時，拒絕發生在 Pod 內部、sidecar 到應用程式這一段，呼叫端的代理只會看到 503 via_upstream。從第一個請求起就全部失敗。',
  remedies: {
    'correct-port':
      '將 Service {service} 的 spec.ports[].targetPort 改為容器 {container} 實際監聽的連接埠（啟動日誌或參數中可見），並修正自行指定連接埠的呼叫端。\n帶有標籤 managed-by: vm-operator 的 Service 會由 VictoriaMetrics operator 還原：請改為設定其 VMCluster、VMAlert、VMAgent、VMAuth 或 VMSingle 中該元件的 port（或 serviceSpec）。',
    'listen-on-port': '或者讓 {server} 改為監聽 Service 所指定的連接埠。',
    'name-ports': '為容器連接埠命名並讓 targetPort 使用該名稱，使兩者同步變動。',
  },
  guide: {
    onTheWire:
      'SYN 送到無人監聽的連接埠：RST，一毫秒內 503 UF「Connection refused」（errno 111）；若有防火牆則無回應，UF connection_timeout。有 sidecar 時 RST 發生在 Pod 內，呼叫端看到旗標為 - 的 503。',
    confusedWith: {
      'app-not-listening': '該原因的連接埠正確，位址不對（127.0.0.1）。',
      'network-policy-blocked': '該原因的連線會逾時，或顯示「No route to host」；從允許的 Pod 則正常。',
      'startup-race': '該原因數秒後就會正常。',
    },
    seeWith: ['監聽中的位址，沒有一個是失敗列的連接埠。', 'targetPort 與監聽的連接埠不同。'],
    provenBy: '自第一個請求起就被拒的連接埠，以及應用程式確知監聽的另一個連接埠（啟動記錄、旗標、socket 清單）。',
  },
};
