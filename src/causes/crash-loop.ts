import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A container starts, ends and is started again with a growing pause; each round cuts connections. */
export const crashLoop: Cause = defineCause({
  id: 'crash-loop',
  title: 'A container restarts again and again',
  explanation:
    'The container ends soon after each start and the kubelet restarts it with a back-off that doubles from 10 s up to 5 minutes (CrashLoopBackOff). Each end closes the connections that were open: 503 UC. During the pause nothing listens, so new connections are refused (UF), and when no other replica is ready the callers have no endpoint (UH). The failures therefore come in bursts that follow the restarts.',
  closedBy: 'server',
  priorDb: 0,
  references: [
    { title: 'Kubernetes: pod lifecycle', url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/', version: 'kubernetes/website 00aacfad' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'repair-start',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Repair what ends container {container}: the last lines of its previous run name it (a wrong flag, a missing file or secret, a failed migration, a port in use); if it began with a release, roll back.',
      verifyWith: ['kubectl -n {namespace} logs {pod} -c {container} --previous --tail=50', 'kubectl -n {namespace} rollout status deployment/{server}'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'rollback',
      purpose: 'mitigate',
      risk: 'pod-restart',
      text: 'Roll {server} back to the last revision that stayed up.',
      verifyWith: ['kubectl -n {namespace} rollout status deployment/{server}', 'kubectl -n {namespace} get pods -o wide'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'gate-rollouts',
      purpose: 'prevent',
      risk: 'config-reload',
      text: 'Give {server} a readiness probe, minReadySeconds and maxUnavailable: 0, so that a roll-out stops at the first replica that does not stay up.',
      verifyWith: ['kubectl -n {namespace} get deployment {server} -o yaml'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
  ],
  guide: {
    onTheWire:
      'With each end FIN or RST on open connections (UC), then RST to every SYN while the kubelet waits (UF), or no address at all when the pod leaves the endpoints (UH); from 10 s up to 5 minutes between starts.',
    confusedWith: [
      { cause: 'oom-killed', tellApart: 'A loop of kills for memory is that cause: look at the reason of the last end.' },
      { cause: 'readiness-failing', tellApart: 'There the container runs on and is only not ready; here it ends.' },
      { cause: 'app-crashed', tellApart: 'One end explains one burst; here the same end comes again after every start.' },
    ],
    seeWith: [
      { command: 'kubectl -n {namespace} get pods', shows: 'CrashLoopBackOff and a restart count that grows.' },
      { command: 'kubectl -n {namespace} logs {pod} -c {container} --previous --tail=50', shows: 'The same last lines as the run before.' },
    ],
    provenBy: 'Restarts (counts or back-off events) whose times are those of the bursts, and the last lines of a previous run.',
  },
});

export const zhTW: CauseTranslation = {
  title: '某個容器反覆重新啟動',
  explanation:
    '容器每次啟動後不久就結束，kubelet 以 10 秒起加倍、最長 5 分鐘的間隔重新啟動它（CrashLoopBackOff）。每次結束都會關閉當時開啟的連線：503 UC。等待期間沒有任何行程在監聽，新連線會被拒絕（UF）；若沒有其他就緒的副本，呼叫端就沒有端點可用（UH）。因此失敗會隨著重新啟動一陣一陣地出現。',
  remedies: {
    'repair-start':
      '修正使容器 {container} 結束的原因：前一次執行的最後幾行日誌會指出來（參數錯誤、缺少檔案或 secret、資料移轉失敗、連接埠被占用）；若是從某次發布開始的，請退回。',
    rollback: '將 {server} 退回到上一個能持續運作的版本。',
    'gate-rollouts': '為 {server} 設定就緒探測、minReadySeconds 與 maxUnavailable: 0，讓發布在第一個無法持續運作的副本就停下。',
  },
  guide: {
    onTheWire:
      '每次結束時對開啟的連線送 FIN 或 RST（UC），kubelet 等待期間對每個 SYN 回 RST（UF），或 Pod 離開端點時完全沒有位址（UH）；兩次啟動間隔 10 秒到 5 分鐘。',
    confusedWith: {
      'oom-killed': '因記憶體反覆終止屬於該原因：請看最後一次結束的理由。',
      'readiness-failing': '該原因的容器持續運作，只是未就緒；這裡容器會結束。',
      'app-crashed': '一次結束解釋一波失敗；這裡每次啟動後都重複相同的結束。',
    },
    seeWith: ['CrashLoopBackOff，且重啟次數持續增加。', '與前一次執行相同的最後幾行。'],
    provenBy: '重啟（計數或 back-off 事件）的時間與每一波失敗一致，以及前一次執行的最後幾行。',
  },
};
