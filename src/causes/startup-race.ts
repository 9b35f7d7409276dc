import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A connection was used before the other side, or the own sidecar, was able to carry it. */
export const startupRace: Cause = defineCause({
  id: 'startup-race',
  title: 'Application or proxy used before its sidecar, configuration or listener is ready',
  explanation:
    "In the first seconds of a pod something is used too early. An application that starts before its sidecar has no way out: refused connections or NR until configuration arrives. Init containers run before an ordinary sidecar and have no mesh at all. A pod that is marked ready before it listens refuses the first requests: 503 UF at its sidecar. The failures lie within seconds of a pod's start and end by themselves.",
  priorDb: 0,
  references: [
    { title: 'Istio MeshConfig and ProxyConfig', url: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Kubernetes: liveness, readiness and startup probes',
      url: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
      version: 'kubernetes/website 37946db4',
    },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'sidecar-first',
      purpose: 'repair',
      risk: 'pod-restart',
      istio: '<1.27',
      text: 'Let the sidecar be ready before the application: set holdApplicationUntilProxyStarts: true (pod annotation proxy.istio.io/config, or meshConfig.defaultConfig).\nIt does not serve init containers; a native sidecar, where istiod has them switched on, does.',
      verifyWith: ["kubectl -n {namespace} get pod -o jsonpath='{.items[*].spec.initContainers[*].name}'", 'kubectl -n {namespace} get pods -o wide'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'native-sidecar-first',
      purpose: 'repair',
      risk: 'pod-restart',
      istio: '>=1.27',
      text: 'Let the sidecar be ready before the application: run it as a native sidecar, the default where Kubernetes supports it (restart pods that were injected before); it serves init containers too.\nFor pods that keep an ordinary sidecar set holdApplicationUntilProxyStarts: true (pod annotation proxy.istio.io/config, or meshConfig.defaultConfig).',
      verifyWith: ["kubectl -n {namespace} get pod -o jsonpath='{.items[*].spec.initContainers[*].name}'", 'kubectl -n {namespace} get pods -o wide'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'honest-readiness',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Give container {container} of {server} a readiness probe on the port it serves, with a startupProbe for a slow start, so that no request comes before it listens.',
      verifyWith: [
        "kubectl -n {namespace} get deployment {server} -o jsonpath='{.spec.template.spec.containers[*].readinessProbe}'",
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'retry-connect',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'Let callers retry connect-failure (a default of Istio for HTTP) and let applications repeat their first outgoing call; nothing was sent, so this is safe.',
      verifyWith: ['istioctl proxy-config routes deploy/{client} -n {namespace} -o json | grep -A3 retryOn'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      'In the first seconds of a pod nothing listens yet (RST to SYN: UF, or errno 111 in the application), or the sidecar has no configuration (NR, or a reset of what iptables sends it). Afterwards the same requests pass.',
    confusedWith: [
      { cause: 'shutdown-race', tellApart: "There the failures lie at the end of a pod's life." },
      { cause: 'readiness-failing', tellApart: 'There the pod is kept out of the endpoints; here it is in them too early.' },
      { cause: 'config-rejected', tellApart: 'There the configuration never comes; here it comes seconds later.' },
    ],
    seeWith: [
      {
        command:
          'kubectl -n {namespace} get pods -o jsonpath=\'{range .items[*]}{.metadata.name}{"\\t"}{.status.startTime}{"\\t"}{.status.containerStatuses[*].state.running.startedAt}{"\\n"}{end}\'',
        shows: 'A start within seconds before the failures.',
      },
    ],
    provenBy: "Failures that all lie in the first seconds of one pod's life, at that pod or from it, and none later.",
  },
});

export const zhTW: CauseTranslation = {
  title: '應用程式或代理在其 sidecar、組態或監聽器就緒之前就被使用',
  explanation:
    '在 Pod 啟動的最初幾秒，有東西太早被使用。比 sidecar 先啟動的應用程式沒有對外的路：在組態送達之前，連線被拒或得到 NR。init 容器在一般 sidecar 之前執行，完全不在網格中。尚未監聽就被標記為就緒的 Pod 會拒絕最初的請求：其 sidecar 寫下 503 UF。這些失敗都落在 Pod 啟動後的幾秒內，並會自行結束。',
  remedies: {
    'sidecar-first':
      '讓 sidecar 比應用程式先就緒：設定 holdApplicationUntilProxyStarts: true（Pod 註記 proxy.istio.io/config，或 meshConfig.defaultConfig）。\n它不服務 init 容器；若 istiod 已啟用原生 sidecar，則原生 sidecar 可以。',
    'native-sidecar-first':
      '讓 sidecar 比應用程式先就緒：以原生 sidecar 執行，只要 Kubernetes 支援即為預設（先前注入的 Pod 需重新啟動）；它也服務 init 容器。\n若 Pod 仍使用一般 sidecar，請設定 holdApplicationUntilProxyStarts: true（Pod 註記 proxy.istio.io/config，或 meshConfig.defaultConfig）。',
    'honest-readiness': '為 {server} 的容器 {container} 在其服務的連接埠上設定就緒探測，啟動緩慢者另加 startupProbe，使它開始監聽之前不會收到請求。',
    'retry-connect': '讓呼叫端重試 connect-failure（Istio 對 HTTP 的預設），並讓應用程式重試第一次對外呼叫；由於尚未送出任何內容，這是安全的。',
  },
  guide: {
    onTheWire:
      'Pod 最初幾秒尚無任何監聽（對 SYN 回 RST：UF，或應用程式中的 errno 111），或 sidecar 尚無組態（NR，或重設 iptables 導向它的連線）。之後同樣的請求就會通過。',
    confusedWith: {
      'shutdown-race': '該原因的失敗落在 Pod 生命的末尾。',
      'readiness-failing': '該原因的 Pod 被排除在端點之外；這裡是太早加入。',
      'config-rejected': '該原因的組態始終不來；這裡數秒後就到。',
    },
    seeWith: ['失敗前數秒內的啟動時間。'],
    provenBy: '所有失敗都落在某個 Pod 生命的最初幾秒，對它或由它發出，之後沒有。',
  },
};
