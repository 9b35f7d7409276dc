import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The kernel killed a process of the path for memory; its connections ended with it. */
export const oomKilled: Cause = defineCause({
  id: 'oom-killed',
  title: 'A container of the path was killed for memory',
  explanation:
    'The container went over its memory limit (or the node ran out of memory) and the kernel killed the process with SIGKILL: exit code 137, reason OOMKilled. The kernel closes all its sockets at once, so every request in flight ends without an answer: a burst of 503 UC at the proxy in front, in the second of the kill. Until the process listens again, new connections are refused: 503 UF. It can be the application, its sidecar or a gateway; when a sidecar is killed, the peer proxies see the UC.',
  closedBy: 'server',
  priorDb: 0,
  references: [
    { title: 'Kubernetes: resource management for pods and containers', url: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/' },
    { title: 'Kubernetes: pod lifecycle', url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/', version: 'kubernetes/website 00aacfad' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'raise-memory-limit',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Give container {container} of {server} more memory: raise resources.limits.memory above the peak of its working set, with a quarter to spare.\nWith an operator or a chart change the custom resource or the values. For istio-proxy use the annotation sidecar.istio.io/proxyMemoryLimit on the pod template.',
      verifyWith: [
        'kubectl -n {namespace} rollout status deployment/{server}',
        'kubectl -n {namespace} top pod --containers',
        "kubectl -n {namespace} get pods -o jsonpath='{.items[*].status.containerStatuses[*].lastState.terminated.reason}'",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'bound-memory-use',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Bound what the process uses, so that it stays under the limit: fewer concurrent requests, smaller bodies and caches, a heap limit that follows the container limit (GOMEMLIMIT, -XX:MaxRAMPercentage, --max-old-space-size).\nIn VictoriaMetrics -memory.allowedPercent bounds buffers and caches but not requests; those are bounded by -maxConcurrentInserts and -maxInsertRequestSize, which are best left at their defaults.',
      verifyWith: ['kubectl -n {namespace} top pod --containers'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'spread-over-replicas',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'Run more replicas of {server} on different nodes, so that one kill takes fewer requests with it and each replica holds less.',
      verifyWith: ['kubectl -n {namespace} get pods -o wide'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      "SIGKILL: the kernel closes every socket of the process, FIN or RST, in one instant. All requests in flight end as 503 UC in the same second; then SYNs are answered RST (UF, refused) until the process listens again. No line in the application's log.",
    confusedWith: [
      {
        cause: 'app-crashed',
        tellApart:
          'There the process ends itself, with a last line, a code or a signal of its own; here the status says OOMKilled or the kernel log names the process.',
      },
      { cause: 'liveness-killed', tellApart: 'Exit 137 is there as well, but with Killing and Unhealthy events before it and no OOMKilled.' },
      { cause: 'shutdown-race', tellApart: 'There the pod was asked to go (Terminating, SIGTERM); here nobody asked.' },
    ],
    seeWith: [
      {
        command:
          'kubectl -n {namespace} get pods -o jsonpath=\'{range .items[*]}{.metadata.name}{"\\t"}{.status.containerStatuses[*].lastState.terminated.reason}{"\\t"}{.status.containerStatuses[*].lastState.terminated.finishedAt}{"\\n"}{end}\'',
        shows: 'OOMKilled, and a time in the second of the burst.',
      },
      {
        command: "dmesg -T | grep -iE 'oom-kill|killed process'",
        shows: "On the node: the process that was killed, also one that is not the container's first.",
      },
    ],
    provenBy:
      "An end for memory (lastState OOMKilled, or the kernel's line) of a container on the path in the second in which the burst begins. A kill of an hour ago proves nothing.",
  },
});

export const zhTW: CauseTranslation = {
  title: '路徑上的某個容器因記憶體不足遭到終止',
  explanation:
    '容器超過記憶體上限（或節點記憶體耗盡），核心以 SIGKILL 終止行程：結束代碼 137，原因 OOMKilled。核心會立刻關閉它所有的 socket，處理中的請求全都得不到回應：前方的代理在終止的那一秒出現一陣 503 UC。在行程重新監聽之前，新連線會被拒絕：503 UF。被終止的可能是應用程式、它的 sidecar 或閘道；若是 sidecar 被終止，看到 UC 的是對端的代理。',
  remedies: {
    'raise-memory-limit':
      '提高 {server} 的容器 {container} 的記憶體：將 resources.limits.memory 調到高於其工作集的尖峰，並多留四分之一餘裕。\n若由 operator 或 chart 管理，請改自訂資源或 values。istio-proxy 則在 Pod 範本加上註記 sidecar.istio.io/proxyMemoryLimit。',
    'bound-memory-use':
      '限制行程的用量，使其低於上限：減少並行請求、縮小本文與快取，並讓堆積上限跟著容器上限走（GOMEMLIMIT、-XX:MaxRAMPercentage、--max-old-space-size）。\n在 VictoriaMetrics，-memory.allowedPercent 只限制緩衝區與快取，不限制請求；請求由 -maxConcurrentInserts 與 -maxInsertRequestSize 限制，這兩者最好維持預設值。',
    'spread-over-replicas': '在不同節點上執行更多 {server} 副本，讓單次終止波及的請求較少，每個副本的負擔也較輕。',
  },
  guide: {
    onTheWire:
      'SIGKILL：核心在一瞬間關閉該行程所有 socket（FIN 或 RST）。所有進行中的請求在同一秒以 503 UC 結束；之後 SYN 得到 RST（UF、遭拒），直到行程再次監聽。應用程式的記錄沒有任何一行。',
    confusedWith: {
      'app-crashed': '該原因由行程自行結束，留下最後一行、結束碼或訊號；這裡狀態寫明 OOMKilled，或核心記錄指名該行程。',
      'liveness-killed': '該原因也會有 137，但之前有 Killing 與 Unhealthy 事件，且沒有 OOMKilled。',
      'shutdown-race': '該原因的 Pod 是被要求離開（Terminating、SIGTERM）；這裡沒有人要求。',
    },
    seeWith: ['OOMKilled，且時間就在那一波失敗的那一秒。', '在節點上：遭終止的行程，也可能不是容器的第一個行程。'],
    provenBy: '路徑上某容器因記憶體而結束（lastState 為 OOMKilled 或核心的記錄），且就在失敗開始的那一秒。一小時前的終止什麼也證明不了。',
  },
};
