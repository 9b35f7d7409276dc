import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A process of the application died and took the requests it was serving with it. */
export const appCrashed: Cause = defineCause({
  id: 'app-crashed',
  title: 'A process or worker of the application dies on or between requests',
  explanation:
    "The application's process, or one worker of it, ended by itself: an uncaught error, a panic, a failed assertion or a signal. The kernel closes its sockets, so the proxy in front gets FIN or RST instead of an answer and writes 503 UC in the same second. While the container restarts, new connections are refused (UF) and, when no other replica is ready, callers see UH. A worker that dies under a surviving parent leaves no restart count: then only the application's log tells.",
  closedBy: 'server',
  priorDb: 0,
  references: [
    { title: 'Kubernetes: pod lifecycle', url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/', version: 'kubernetes/website 00aacfad' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Envoy: source/common/http/codec_client.cc onEvent, source/common/router/router.cc onUpstreamReset', version: 'Envoy 1.37.0-dev' },
  ],
  remedies: [
    {
      id: 'fix-crash',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Repair the fault that the last lines of container {container} name before it ended, then roll out the new version; if the crashes began with a release, roll that release back first.',
      verifyWith: [
        'kubectl -n {namespace} logs {pod} -c {container} --previous --tail=50',
        'kubectl -n {namespace} get pods -o wide',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'isolate-bad-request',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'If one kind of request brings it down, hold that request back (a VirtualService match that answers it with directResponse, or a limit at its source) until the fault is repaired.\nSwitch off retries for it: each retry takes down another replica.',
      verifyWith: ['kubectl -n {namespace} get virtualservices.networking.istio.io -o yaml', 'kubectl -n {namespace} get pods -o wide'],
      undoWith: ['kubectl -n {namespace} edit virtualservices.networking.istio.io'],
    },
    {
      id: 'more-replicas',
      purpose: 'prevent',
      risk: 'traffic-change',
      text: 'Run at least two replicas of {server} with a readiness probe, so that one crash leaves a ready endpoint.',
      verifyWith: ['kubectl -n {namespace} get pods -o wide'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      'The process ends; the kernel sends FIN, or RST where unread bytes remain. Requests in flight: 503 UC. Until another process listens: RST to SYN, 503 UF. A worker under a living parent shows UC only, and no restart is counted.',
    confusedWith: [
      { cause: 'oom-killed', tellApart: "There the kernel killed it and the application's log breaks off; here the log or the exit code says why." },
      { cause: 'app-closed-mid-request', tellApart: 'There the process lives on; here a process or worker is gone.' },
      { cause: 'crash-loop', tellApart: 'There it ends after every start whatever is asked of it; here it ran well until this moment.' },
    ],
    seeWith: [
      {
        command: 'kubectl -n {namespace} logs {pod} -c {container} --previous --tail=50',
        shows: 'The panic, the uncaught error or the signal, in the second of the failures.',
      },
    ],
    provenBy: "The end of the process (exit code, signal, or a worker's line) in the same second as the failures, and what ended it in its own log.",
  },
});

export const zhTW: CauseTranslation = {
  title: '應用程式的行程或工作行程在請求期間或請求之間當掉',
  explanation:
    '應用程式的行程（或其中一個工作行程）自行結束：未捕捉的錯誤、panic、斷言失敗或訊號。核心關閉它的 socket，前方的代理收到 FIN 或 RST 而非回應，並在同一秒寫下 503 UC。容器重新啟動期間，新連線會被拒絕（UF）；若沒有其他就緒的副本，呼叫端會看到 UH。若是工作行程死亡而父行程仍在，就不會留下重新啟動次數，只有應用程式的日誌能說明。',
  remedies: {
    'fix-crash': '修正容器 {container} 結束前最後幾行日誌所指出的錯誤，再發布新版本；若當機是從某次發布開始的，先將該次發布退回。',
    'isolate-bad-request':
      '若是某一類請求造成當機，在修好之前先擋下它（以 VirtualService 的比對條件用 directResponse 回應，或在來源端限制）。\n請對它停用重試：每次重試都會再拖垮一個副本。',
    'more-replicas': '{server} 至少執行兩個副本並設定就緒探測，讓一次當機後仍有就緒的端點。',
  },
  guide: {
    onTheWire:
      '行程結束；核心送出 FIN，若仍有未讀位元組則送 RST。進行中的請求：503 UC。在其他行程監聽之前：對 SYN 回 RST，503 UF。若死的是仍存活之父行程下的工作行程，則只有 UC，且沒有重啟計數。',
    confusedWith: {
      'oom-killed': '該原因由核心終止，應用程式記錄戛然而止；這裡記錄或結束碼說明了原因。',
      'app-closed-mid-request': '該原因的行程繼續存活；這裡有行程或工作行程消失。',
      'crash-loop': '該原因是每次啟動後都結束，與請求無關；這裡在此刻之前都正常運作。',
    },
    seeWith: ['失敗那一秒的 panic、未捕捉的錯誤或訊號。'],
    provenBy: '與失敗同一秒的行程結束（結束碼、訊號或工作行程的記錄），以及其自身記錄中的原因。',
  },
};
