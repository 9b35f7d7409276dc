import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A push changed a listener, and the connections on the old one were ended. */
export const listenerDrain: Cause = defineCause({
  id: 'listener-drain',
  title: 'A configuration push replaces a listener and cuts connections',
  explanation:
    "When a push changes a listener in a way that Envoy cannot update in place, the old listener drains: it closes its connections in drainDuration (45 s with Istio) and new ones go to the new listener. HTTP/1.1 connections are asked to go with Connection: close, idle ones and TCP connections are cut at the end: the peer's proxy writes 503 UC, TCP clients see a reset. The failures come within the drain time after a push, for many services of that proxy at once, without any change of pods.",
  closedBy: 'server',
  priorDb: 0,
  references: [
    { title: 'Envoy draining', url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/operations/draining', version: 'Envoy 1.36.4 to 1.40.0' },
    { title: 'Istio MeshConfig and ProxyConfig', url: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/', version: 'Istio 1.18 to 1.31' },
    { title: 'Istio: pkg/envoy/agent.go, shutdown of the proxy', version: 'Istio 1.18 to 1.31' },
  ],
  remedies: [
    {
      id: 'push-less',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Find what changed the listener at that second (EnvoyFilter, PeerAuthentication, Service ports, Telemetry, mesh configuration) and change such objects rarely and not at peak.',
      verifyWith: [
        'kubectl -n istio-system logs deploy/istiod --since=1h | grep -i push',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: [],
    },
    {
      id: 'lengthen-drain',
      purpose: 'mitigate',
      risk: 'pod-restart',
      text: 'Raise proxyConfig.drainDuration, so that long requests and connections end by themselves before the cut.',
      verifyWith: ['kubectl -n {namespace} get pods -o yaml | grep -i drainDuration'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'retry-at-client',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'Let callers retry gateway-error for requests that may arrive twice, and let TCP clients reconnect.',
      verifyWith: ['istioctl proxy-config routes deploy/{client} -n {namespace} -o json | grep -A3 retryOn'],
      undoWith: ['kubectl -n {namespace} edit virtualservices.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      "A push replaces a listener: HTTP/1.1 connections get Connection: close with their next response, and at the end of the drain time (45 s with Istio) the rest is closed by the proxy that drains: the peer's 503 UC, or a reset for TCP.",
    confusedWith: [
      { cause: 'shutdown-race', tellApart: 'There the pod ends; here it stays.' },
      { cause: 'connection-lifetime-limit', tellApart: "There failures follow each connection's age; here all connections of a listener end together." },
      { cause: 'config-rejected', tellApart: 'There the push is refused; here it is taken.' },
    ],
    seeWith: [
      {
        command: "kubectl -n {namespace} logs {pod} -c istio-proxy | grep -E 'lds: (add|remove)|draining'",
        shows: 'A listener that is replaced one drain time before the failures.',
      },
    ],
    provenBy: "The replaced listener (the proxy's log or its draining state) and failures at one drain time after it, with no pod event in between.",
  },
});

export const zhTW: CauseTranslation = {
  title: '組態推送更換監聽器並切斷連線',
  explanation:
    '若推送變更監聽器的方式使 Envoy 無法就地更新，舊監聽器便會排空：在 drainDuration（Istio 為 45 秒）內關閉其連線，新連線改由新監聽器接手。HTTP/1.1 連線會以 Connection: close 請對方離開，閒置連線與 TCP 連線則在結束時被切斷：對端的代理寫下 503 UC，TCP 用戶端看到重設。失敗出現在推送後的排空時間內，同一代理的許多服務同時發生，而 Pod 沒有任何變動。',
  remedies: {
    'push-less': '找出當時變更監聽器的原因（EnvoyFilter、PeerAuthentication、Service 連接埠、Telemetry、網格組態），並減少這類變更，避開尖峰時段。',
    'lengthen-drain': '調高 proxyConfig.drainDuration，讓長時間的請求與連線在被切斷前自行結束。',
    'retry-at-client': '讓呼叫端對重複送達也無妨的請求重試 gateway-error，並讓 TCP 用戶端重新連線。',
  },
  guide: {
    onTheWire:
      '推送更換監聽器：HTTP/1.1 連線在下一個回應收到 Connection: close，排空時間結束時（Istio 為 45 秒）其餘由排空中的代理關閉：對端為 503 UC，TCP 則為重設。',
    confusedWith: {
      'shutdown-race': '該原因的 Pod 會結束；這裡 Pod 保留。',
      'connection-lifetime-limit': '該原因的失敗取決於各連線的存活時間；這裡同一監聽器的連線一起結束。',
      'config-rejected': '該原因的推送遭拒；這裡推送被接受。',
    },
    seeWith: ['在失敗前一個排空時間更換的監聽器。'],
    provenBy: '更換的監聽器（代理記錄或其排空狀態），失敗在其後一個排空時間發生，且其間沒有 Pod 事件。',
  },
};
