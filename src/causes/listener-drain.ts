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
};
