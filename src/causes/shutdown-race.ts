import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A pod was told to stop and closed its connections while callers still sent to it. */
export const shutdownRace: Cause = defineCause({
  id: 'shutdown-race',
  title: 'A pod terminates while traffic still arrives',
  explanation:
    "When a pod is deleted, the kubelet sends SIGTERM at the same time as the endpoint is withdrawn; callers learn of it some hundred milliseconds to seconds later. An application that stops at once closes its idle connections (requests under way get 503 UC) and its listener (503 UF, connection refused). The same happens when the sidecar leaves before the application: then requests that the application still serves lose their way back. Envoy's drain does not tell idle HTTP/1.1 connections anything; they get Connection: close only with their next response.",
  closedBy: 'server',
  priorDb: 1, // every roll-out deletes pods; what else stops them is rarer
  references: [
    { title: 'Kubernetes: pod lifecycle', url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/', version: 'kubernetes/website 00aacfad' },
    { title: 'Kubernetes: container lifecycle hooks', url: 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/' },
    { title: 'Envoy draining', url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/operations/draining', version: 'Envoy 1.36.4 to 1.40.0' },
    { title: 'Istio: pkg/envoy/agent.go, shutdown of the proxy', version: 'Istio 1.18 to 1.31' },
    { title: 'VictoriaMetrics: lib/httpserver/httpserver.go', version: 'VictoriaMetrics v1.150.0' },
  ],
  remedies: [
    {
      id: 'delay-stop',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Let {server} keep serving while its endpoint is withdrawn: a preStop hook with sleep 15 s on container {container}, and a terminationGracePeriodSeconds that covers it plus the longest request.\nIn VictoriaMetrics -http.shutdownDelay serves the same end; the operator sets a preStop sleep itself since v0.71.0.',
      verifyWith: [
        "kubectl -n {namespace} get deployment {server} -o jsonpath='{.spec.template.spec.containers[*].lifecycle}'",
        'kubectl -n {namespace} rollout status deployment/{server}',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'hold-sidecar',
      purpose: 'repair',
      risk: 'pod-restart',
      istio: '<1.27',
      text: 'Keep the sidecar until the application has ended: set EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true" in proxyMetadata, or raise proxyConfig.terminationDrainDuration above the application\'s own stop time.\nA native sidecar, where istiod has them switched on, ends after the application by itself; terminationDrainDuration then does nothing.',
      verifyWith: [
        "kubectl -n {namespace} get pod -o jsonpath='{.items[*].spec.initContainers[*].name}'",
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'native-sidecar',
      purpose: 'repair',
      risk: 'pod-restart',
      istio: '>=1.27',
      text: 'Keep the sidecar until the application has ended: run it as a native sidecar, the default where Kubernetes supports it (restart pods that were injected before). terminationDrainDuration has no effect with them.\nFor pods that keep an ordinary sidecar set EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true" in proxyMetadata.',
      verifyWith: [
        "kubectl -n {namespace} get pod -o jsonpath='{.items[*].spec.initContainers[*].name}'",
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'slow-rollout',
      purpose: 'mitigate',
      risk: 'config-reload',
      text: 'Roll out one pod at a time (maxUnavailable: 0, maxSurge: 1, minReadySeconds: 10) and let callers retry connect-failure, which is safe for every request because nothing was sent.',
      verifyWith: ["kubectl -n {namespace} get deployment {server} -o jsonpath='{.spec.strategy}'"],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
  ],
  guide: {
    onTheWire:
      "SIGTERM; the application closes its idle connections (FIN) and its listener. A request that crosses the FIN: 503 UC; a new connection: RST to SYN, 503 UF with errno 111. Callers still send because the endpoint's withdrawal reaches them some hundred milliseconds to seconds later. A drained Envoy says Connection: close only with a next response.",
    confusedWith: [
      { cause: 'keepalive-idle-mismatch', tellApart: 'There no pod ends and the quiet time decides.' },
      { cause: 'oom-killed', tellApart: 'There nobody asked the container to stop.' },
      { cause: 'stale-endpoints', tellApart: 'There the address stays in the proxy for longer than a push takes; here the failures end with it.' },
      { cause: 'rollout-load-shift', tellApart: 'There the survivors fail; here the pods that leave do.' },
    ],
    seeWith: [
      {
        command: "kubectl -n {namespace} get events --sort-by=.lastTimestamp | grep -E 'Killing|ScalingReplicaSet'",
        shows: 'A stop of the pod that the failing rows name, in their seconds.',
      },
      {
        command: "kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.containers[*].lifecycle}{.spec.terminationGracePeriodSeconds}'",
        shows: 'No preStop, so the application stops at once.',
      },
    ],
    provenBy:
      "Failures within the window from the pod's deletion to its end, at that pod's address, and none outside; the missing preStop or drain explains why it does not serve on.",
  },
});

export const zhTW: CauseTranslation = {
  title: 'Pod 正在終止時仍有流量送達',
  explanation:
    '刪除 Pod 時，kubelet 送出 SIGTERM 與撤下端點是同時進行的；呼叫端要數百毫秒到數秒後才得知。立刻停止的應用程式會關閉閒置連線（途中的請求得到 503 UC）並關閉監聽（503 UF，連線被拒）。若 sidecar 比應用程式先離開也會如此：應用程式仍在處理的請求失去了回程。Envoy 的 drain 不會通知閒置的 HTTP/1.1 連線，它們只會在下一個回應中收到 Connection: close。',
  remedies: {
    'delay-stop':
      '在端點撤下期間讓 {server} 繼續服務：為容器 {container} 設定 sleep 15 秒的 preStop，並讓 terminationGracePeriodSeconds 足以涵蓋它再加上最長的請求。\n在 VictoriaMetrics，-http.shutdownDelay 有相同效果；operator 自 v0.71.0 起會自行設定 preStop sleep。',
    'hold-sidecar':
      '讓 sidecar 留到應用程式結束之後：在 proxyMetadata 設定 EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true"，或將 proxyConfig.terminationDrainDuration 調到大於應用程式本身的停止時間。\n若 istiod 已啟用原生 sidecar，它會自行在應用程式之後結束；此時 terminationDrainDuration 不起作用。',
    'native-sidecar':
      '讓 sidecar 留到應用程式結束之後：以原生 sidecar 執行，只要 Kubernetes 支援即為預設（先前注入的 Pod 需重新啟動）。此時 terminationDrainDuration 不起作用。\n若 Pod 仍使用一般 sidecar，請在 proxyMetadata 設定 EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true"。',
    'slow-rollout':
      '一次只更新一個 Pod（maxUnavailable: 0、maxSurge: 1、minReadySeconds: 10），並讓呼叫端重試 connect-failure；由於尚未送出任何內容，對所有請求都安全。',
  },
  guide: {
    onTheWire:
      'SIGTERM；應用程式關閉閒置連線（FIN）與監聽器。與 FIN 交會的請求：503 UC；新連線：對 SYN 回 RST，503 UF 與 errno 111。呼叫端仍在送，因為端點撤下的消息要數百毫秒到數秒才抵達。排空中的 Envoy 只在下一個回應才帶 Connection: close。',
    confusedWith: {
      'keepalive-idle-mismatch': '該原因沒有 Pod 結束，關鍵是閒置時間。',
      'oom-killed': '該原因沒有人要求容器停止。',
      'stale-endpoints': '該原因的位址在代理中停留得比推送更久；這裡推送後失敗就結束。',
      'rollout-load-shift': '該原因是留下的副本失敗；這裡是離開的 Pod。',
    },
    seeWith: ['失敗列所指的 Pod 在那幾秒被停止。', '沒有 preStop，因此應用程式立即停止。'],
    provenBy: '失敗都落在該 Pod 從刪除到結束的時間窗內、且針對其位址，窗外沒有；缺少 preStop 或排空解釋了它為何不繼續服務。',
  },
};
