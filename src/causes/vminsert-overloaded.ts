import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** vminsert answered 503 itself after a write had waited too long for a free insert slot. */
export const vminsertOverloaded: Cause = defineCause({
  id: 'vminsert-overloaded',
  title: 'vminsert refuses: concurrent-insert limit or queue wait',
  explanation:
    'vminsert handles at most -maxConcurrentInserts writes at once (2 x CPU, where a CPU limit is rounded down to whole cores, at least one: 500m and 1900m both give 2). A write that finds no free slot waits for -insert.maxQueueDuration (1 minute) and is then answered 503 "cannot process insert request for ... seconds because ... concurrent insert requests are executed" by vminsert; the proxy row has flag - and via_upstream and lasts about 60 s. vmalert gives up after 30 s, so with defaults it sees its own time-out and the proxy logs 0 DC. Slots are held by slow clients, too little CPU, or a vmstorage that does not take the data.',
  priorDb: 0,
  references: [
    { title: 'VictoriaMetrics: lib/writeconcurrencylimiter', version: 'VictoriaMetrics v1.150.0' },
    {
      title: 'VictoriaMetrics cluster: capacity planning, availability',
      url: 'https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/',
      version: 'VictoriaMetrics v1.150.0-cluster',
    },
    { title: 'VictoriaMetrics: app/vmalert/remotewrite/client.go', version: 'VictoriaMetrics v1.150.0' },
  ],
  remedies: [
    {
      id: 'add-insert-capacity',
      purpose: 'repair',
      risk: 'pod-restart',
      text: "Give vminsert whole CPU cores and more replicas (vminsert.resources.limits.cpu and replicaCount in the VMCluster, or the chart's values); one core carries about 100 thousand samples a second. Do not raise -maxConcurrentInserts without CPU: it costs memory and gains nothing.\nFirst make sure that vmstorage takes the data: a vmstorage that is unreachable fills the same slots.",
      verifyWith: ['kubectl -n {namespace} top pod --containers', "kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ' 503 - '"],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'send-less-at-once',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Let the writers send fewer and larger batches with less concurrency (vmagent -remoteWrite.queues, vmalert -remoteWrite.concurrency) and drop what is not needed by relabelling.',
      verifyWith: ["kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ' 503 - '"],
      undoWith: [],
    },
    {
      id: 'show-refusal-early',
      purpose: 'mitigate',
      risk: 'pod-restart',
      text: "Set -insert.maxQueueDuration=20s on vminsert, below the writers' time-outs (vmalert 30 s, vmagent 60 s), so that they see the refusal and back off instead of timing out.",
      verifyWith: ["kubectl -n {namespace} logs {pod} --since=10m | grep 'cannot process insert request'"],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'alert-on-slots',
      purpose: 'prevent',
      risk: 'none',
      text: 'Alert on vm_concurrent_insert_limit_timeout_total rising and on vm_concurrent_insert_current at vm_concurrent_insert_capacity.',
      verifyWith: ['kubectl -n {namespace} top pod --containers'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      'The write is accepted and waits in vminsert for a slot, up to -insert.maxQueueDuration; then 503 with its sentence. Callers that give up before leave 0 DC or 504 UT.',
    confusedWith: [
      {
        cause: 'vmstorage-unavailable',
        tellApart: 'There the slots are held by storage nodes that take nothing; look at vm_rpc_vmstorage_is_reachable first.',
      },
      { cause: 'cpu-saturated', tellApart: 'There the whole process is slow, reads too.' },
      { cause: 'circuit-breaker-overflow', tellApart: 'There the proxy refuses at once with UO.' },
    ],
    seeWith: [
      {
        command:
          "kubectl -n {namespace} exec {pod} -c {container} -- wget -qO- http://localhost:8480/metrics | grep -E 'vm_concurrent_insert_(current|capacity|limit_timeout_total)'",
        shows: 'current at capacity, and a time-out counter that rises.',
      },
    ],
    provenBy:
      "vminsert's own sentence (body or log), or its counters at capacity in the minute of the failures, with storage nodes that are reachable and not read-only.",
  },
});

export const zhTW: CauseTranslation = {
  title: 'vminsert 拒絕請求：並行寫入上限或佇列等待',
  explanation:
    'vminsert 同時最多處理 -maxConcurrentInserts 個寫入（2 x CPU，CPU 上限會捨去為整數核心，至少為 1：500m 與 1900m 都得到 2）。找不到空位的寫入會等待 -insert.maxQueueDuration（1 分鐘），然後由 vminsert 回應 503 "cannot process insert request for ... seconds because ... concurrent insert requests are executed"；代理的紀錄旗標為 -、via_upstream，耗時約 60 秒。vmalert 在 30 秒後放棄，因此在預設值下它看到的是自己的逾時，代理則記錄 0 DC。占住空位的可能是緩慢的用戶端、CPU 不足，或無法接收資料的 vmstorage。',
  remedies: {
    'add-insert-capacity':
      '給 vminsert 完整的 CPU 核心與更多副本（VMCluster 的 vminsert.resources.limits.cpu 與 replicaCount，或 chart 的 values）；一個核心每秒約可處理 10 萬筆樣本。沒有增加 CPU 時不要調高 -maxConcurrentInserts：只會多耗記憶體。\n請先確認 vmstorage 能接收資料：連不上的 vmstorage 會占滿同一批並行額度。',
    'send-less-at-once':
      '讓寫入端以較低的並行度送出較少但較大的批次（vmagent 的 -remoteWrite.queues、vmalert 的 -remoteWrite.concurrency），並以重新標記捨棄不需要的資料。',
    'show-refusal-early': '在 vminsert 設定 -insert.maxQueueDuration=20s，低於寫入端的逾時（vmalert 30 秒、vmagent 60 秒），讓它們看到拒絕並退避，而不是逾時。',
    'alert-on-slots': '當 vm_concurrent_insert_limit_timeout_total 上升，或 vm_concurrent_insert_current 達到 vm_concurrent_insert_capacity 時告警。',
  },
  guide: {
    onTheWire: '寫入被接受，在 vminsert 內等待名額，最長 -insert.maxQueueDuration；之後回 503 與其文字。更早放棄的呼叫端留下 0 DC 或 504 UT。',
    confusedWith: {
      'vmstorage-unavailable': '該原因的名額被不收資料的儲存節點佔住；請先看 vm_rpc_vmstorage_is_reachable。',
      'cpu-saturated': '該原因整個行程都慢，讀取亦然。',
      'circuit-breaker-overflow': '該原因由代理立即以 UO 拒絕。',
    },
    seeWith: ['current 達到 capacity，且逾時計數器上升。'],
    provenBy: 'vminsert 自身的文字（本文或記錄），或失敗那一分鐘內其計數器達到上限，且儲存節點可連線、非唯讀。',
  },
};
