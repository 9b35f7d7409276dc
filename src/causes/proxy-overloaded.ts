import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A proxy on the path ran out of its own CPU, memory or connections. */
export const proxyOverloaded: Cause = defineCause({
  id: 'proxy-overloaded',
  title: "The proxy's own limits (CPU, memory, overload manager)",
  explanation:
    'A proxy with too little CPU answers late; at its memory limit it is killed; its overload manager, where configured, sheds load first: 503 OM overload, or new connections are refused at a limit of the listener. A sidecar that binds to 127.0.0.6 can also run out of about 28 thousand local ports towards its application: 503 UF local_connection_failure, failed to bind. Existing flows go on, new ones fail, and all services behind that proxy are concerned.',
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    {
      title: 'Envoy overload manager',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/operations/overload_manager/overload_manager',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Istio MeshConfig and ProxyConfig', url: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/', version: 'Istio 1.18 to 1.31' },
  ],
  remedies: [
    {
      id: 'size-proxy',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Give the proxy more: annotations sidecar.istio.io/proxyCPULimit and proxyMemoryLimit on the pods of {server}, proxyConfig.concurrency: 0 to use all cores it may, or more replicas for a gateway.',
      verifyWith: [
        'kubectl -n {namespace} top pod --containers',
        "kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ' 503 OM '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'shrink-config',
      purpose: 'prevent',
      risk: 'config-reload',
      text: 'Let proxies hold less: Sidecar egress hosts limit the clusters they keep, which saves most of their memory and push time.',
      verifyWith: ['istioctl proxy-config clusters {pod} -n {namespace}'],
      undoWith: ['kubectl -n {namespace} edit sidecars.networking.istio.io'],
    },
    {
      id: 'reuse-connections',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'If local ports run out, keep connections to the application alive (no maxRequestsPerConnection: 1, no Connection: close on each response) and widen net.ipv4.ip_local_port_range for the pod.',
      verifyWith: ['kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c local_connection_failure'],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      "New connections wait or are refused at the proxy (a listener's limit, a full accept queue), streams get 503 OM, or its connect fails before a packet leaves (failed to bind: no local port). Open flows go on.",
    confusedWith: [
      { cause: 'cpu-saturated', tellApart: 'There the application is starved as well; look at which container is at its limit.' },
      { cause: 'circuit-breaker-overflow', tellApart: 'There a configured pool limit is reached for one destination.' },
      { cause: 'oom-killed', tellApart: 'A proxy that was killed for memory is that cause.' },
    ],
    seeWith: [
      { command: 'kubectl -n {namespace} top pod --containers', shows: 'istio-proxy at its CPU or memory limit.' },
      {
        command: 'kubectl -n {namespace} exec {pod} -c istio-proxy -- pilot-agent request GET "stats?filter=overload|downstream_cx_overflow|bind_errors"',
        shows: 'Counters that rise.',
      },
    ],
    provenBy: 'OM rows, bind failures, or an overload or listener-limit counter of that proxy that rises with the failures, for several destinations.',
  },
});

export const zhTW: CauseTranslation = {
  title: '代理自身的限制（CPU、記憶體、過載管理員）',
  explanation:
    'CPU 不足的代理回應緩慢；達到記憶體上限則會被終止；若設定了過載管理員，它會先卸除負載：503 OM overload，或在監聽器達到限制時拒絕新連線。綁定到 127.0.0.6 的 sidecar 也可能用盡連往應用程式的約 28,000 個本地連接埠：503 UF local_connection_failure，failed to bind。既有的連線繼續，新連線失敗，該代理後方的所有服務都受影響。',
  remedies: {
    'size-proxy':
      '增加代理的資源：在 {server} 的 Pod 加上註記 sidecar.istio.io/proxyCPULimit 與 proxyMemoryLimit，以 proxyConfig.concurrency: 0 使用所有可用核心，或增加閘道的副本。',
    'shrink-config': '讓代理保存的內容更少：Sidecar 的 egress hosts 可限制其保有的叢集，節省大部分記憶體與推送時間。',
    'reuse-connections':
      '若本地連接埠用盡，請讓連往應用程式的連線保持存活（不設 maxRequestsPerConnection: 1，回應不要每次都帶 Connection: close），並放寬 Pod 的 net.ipv4.ip_local_port_range。',
  },
  guide: {
    onTheWire:
      '新連線在代理處等待或遭拒（監聽器上限、接受佇列已滿）、串流得到 503 OM，或在封包送出前連線就失敗（failed to bind：沒有本機連接埠）。既有連線繼續。',
    confusedWith: {
      'cpu-saturated': '該原因的應用程式也缺乏 CPU；請看哪個容器達到上限。',
      'circuit-breaker-overflow': '該原因是對某個目的地達到設定的連線池上限。',
      'oom-killed': '代理因記憶體被終止屬於該原因。',
    },
    seeWith: ['istio-proxy 達到其 CPU 或記憶體上限。', '上升的計數器。'],
    provenBy: '該代理的 OM 記錄列、bind 失敗，或隨失敗上升的過載或監聽器上限計數器，且涉及多個目的地。',
  },
};
