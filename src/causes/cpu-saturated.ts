import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The application or its proxy did not get the CPU time it needed to answer. */
export const cpuSaturated: Cause = defineCause({
  id: 'cpu-saturated',
  title: 'CPU limit or node CPU starves the application or proxy',
  explanation:
    'A container at its CPU limit is stopped by the kernel for the rest of each 100 ms period; on a full node all containers wait. Response times rise first, then time-outs come (504 UT, 0 DC), probes fail and restarts follow (UC, UF). A starved server also reads and closes late, which widens every race on its connections. A starved sidecar shows the same for all services of its pod.',
  showsAs: ['request-timeout'],
  priorDb: 0,
  references: [
    { title: 'Kubernetes: resource management for pods and containers', url: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/' },
    {
      title: 'Envoy: how do I configure timeouts?',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'raise-cpu',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Raise the CPU limit of container {container} (or remove it and keep the request), or add replicas of {server}; for the sidecar use the annotation sidecar.istio.io/proxyCPULimit.',
      verifyWith: ['kubectl -n {namespace} top pod --containers', 'kubectl -n {namespace} rollout status deployment/{server}'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'scale-on-load',
      purpose: 'prevent',
      risk: 'config-reload',
      text: 'Scale {server} with a HorizontalPodAutoscaler on CPU with a target low enough that one replica can be missing.',
      verifyWith: ['kubectl -n {namespace} get horizontalpodautoscalers'],
      undoWith: [],
    },
    {
      id: 'shed-load',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'Send less: lower concurrency or frequency at {client}, or limit it with http1MaxPendingRequests or http2MaxRequests in the DestinationRule for {service}, so that requests fail fast instead of piling up.',
      verifyWith: ['kubectl -n {namespace} top pod --containers'],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      'Packets are acknowledged by the kernel, but the process reads them late: responses come late, time limits pass (504 UT, 0 DC), handshakes exceed the connect limit (UF, connection_timeout), probes fail. Closes are late as well, which widens every race.',
    confusedWith: [
      { cause: 'vminsert-overloaded', tellApart: 'There vminsert says so itself, with a body of its own; CPU may be what holds its slots.' },
      { cause: 'request-timeout', tellApart: 'There one kind of request is slow, at any load; here everything in the container is slow at once.' },
      { cause: 'proxy-overloaded', tellApart: 'There the sidecar or gateway is starved and its application is well.' },
    ],
    seeWith: [
      { command: 'kubectl -n {namespace} top pod --containers', shows: 'Use at the limit of the container, at the time of the failures.' },
      {
        command: 'kubectl -n {namespace} exec {pod} -c {container} -- cat /sys/fs/cgroup/cpu.stat',
        shows: 'nr_throttled that rises from one look to the next.',
      },
    ],
    provenBy:
      'Throttled periods or use at the limit in the minutes of the failures and not outside them, with response times that rise first; that it is the reason is certain when a higher limit or less load ends the failures.',
  },
});

export const zhTW: CauseTranslation = {
  title: 'CPU 上限或節點 CPU 不足，使應用程式或代理得不到運算時間',
  explanation:
    '達到 CPU 上限的容器，會在每個 100 毫秒週期的剩餘時間被核心暫停；節點滿載時所有容器都要等待。首先是回應時間上升，接著出現逾時（504 UT、0 DC）、探測失敗與隨之而來的重新啟動（UC、UF）。得不到 CPU 的伺服器讀取與關閉連線都會延遲，使連線上的各種競爭更容易發生。sidecar 得不到 CPU 時，該 Pod 的所有服務都會如此。',
  remedies: {
    'raise-cpu': '調高容器 {container} 的 CPU 上限（或移除上限、保留 request），或增加 {server} 的副本；sidecar 則使用註記 sidecar.istio.io/proxyCPULimit。',
    'scale-on-load': '以 CPU 為指標的 HorizontalPodAutoscaler 擴縮 {server}，目標值須低到缺少一個副本仍能承受。',
    'shed-load':
      '減少送出的量：降低 {client} 的並行度或頻率，或在 {service} 的 DestinationRule 以 http1MaxPendingRequests 或 http2MaxRequests 限制，讓請求快速失敗而不是堆積。',
  },
  guide: {
    onTheWire:
      '核心已確認封包，但行程很晚才讀取：回應變慢、時限到期（504 UT、0 DC）、交握超過連線時限（UF、connection_timeout）、探測失敗。關閉也變慢，使各種競態窗口變大。',
    confusedWith: {
      'vminsert-overloaded': '該原因由 vminsert 以自身的本文說明；佔住名額的可能正是 CPU。',
      'request-timeout': '該原因是某類請求在任何負載下都慢；這裡是容器內一切同時變慢。',
      'proxy-overloaded': '該原因是 sidecar 或閘道缺乏資源，應用程式正常。',
    },
    seeWith: ['失敗當時用量達到容器上限。', 'nr_throttled 在兩次查看之間持續增加。'],
    provenBy: '失敗那幾分鐘內（而非其外）的節流週期或達到上限的用量，且回應時間先上升；提高上限或減少負載後失敗停止，才能確定這就是原因。',
  },
};
