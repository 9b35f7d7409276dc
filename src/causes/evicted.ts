import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The pod was removed, or its node went away, with its connections open. */
export const evicted: Cause = defineCause({
  id: 'evicted',
  title: 'The pod was evicted or its node went away',
  explanation:
    'Under memory or disk pressure the kubelet evicts the pod (status Evicted); a drained, preempted, spot or failed node takes all its pods with it. An orderly eviction stops the container like a deletion: connections under way end (503 UC) and new ones are refused (UF). When the node vanishes nobody sends FIN: requests hang until a time-out (UF connection_timeout, UT) until the node is marked NotReady and its endpoints are withdrawn. Without another replica UH follows.',
  closedBy: 'server',
  priorDb: 0,
  references: [
    {
      title: 'Kubernetes: node-pressure eviction',
      url: 'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/',
      version: 'kubernetes/website 03c1bdca',
    },
    { title: 'Kubernetes: disruptions', url: 'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'outlive-a-node',
      purpose: 'repair',
      risk: 'traffic-change',
      where: ['eviction/nodeLostDuringFailures'],
      text: 'Find out why the node was lost (its kubelet, its machine, the network to it). So that the next one costs less: replicas of {server} on other nodes, a connectTimeout of about a second and outlierDetection in its DestinationRule, so that callers try another replica long before the node is called not ready.',
      verifyWith: ['kubectl get nodes', 'kubectl -n {namespace} get pods -o wide', 'kubectl get events -A --field-selector reason=NodeNotReady'],
      undoWith: [],
    },
    {
      id: 'protect-from-pressure',
      purpose: 'repair',
      risk: 'pod-restart',
      where: ['eviction/evictedDuringFailures'],
      text: 'Give {server} requests that match what it uses (memory request equal to its limit, an ephemeral-storage request and limit), so that it is not among the first to be evicted, and free the resource the node ran out of.',
      verifyWith: ['kubectl get events -A --field-selector reason=Evicted', 'kubectl describe nodes'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'spread-and-budget',
      purpose: 'prevent',
      risk: 'traffic-change',
      text: 'Run at least two replicas on different nodes (topologySpreadConstraints) with a PodDisruptionBudget, so that a drain takes one at a time; a budget does not hold back evictions for node pressure.',
      verifyWith: ['kubectl -n {namespace} get poddisruptionbudgets', 'kubectl -n {namespace} get pods -o wide'],
      undoWith: [],
    },
    {
      id: 'delay-stop',
      purpose: 'mitigate',
      risk: 'pod-restart',
      text: 'Let a drained pod of {server} serve on for some seconds: a preStop sleep of 15 s within terminationGracePeriodSeconds.',
      verifyWith: ["kubectl -n {namespace} get deployment {server} -o jsonpath='{.spec.template.spec.containers[*].lifecycle}'"],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
  ],
  guide: {
    onTheWire:
      'Orderly: SIGTERM and the closes of a shutdown (UC, then UF). A node that vanishes sends nothing: open requests hang to their limit (UT), new ones to the connect limit (UF, connection_timeout), until the endpoints are withdrawn.',
    confusedWith: [
      {
        cause: 'shutdown-race',
        tellApart: 'There a roll-out or a person deleted the pod; here the status or the events say Evicted, preempted, tainted or NodeNotReady.',
      },
      { cause: 'oom-killed', tellApart: 'There the pod stays on its node; here it ends there for good.' },
      { cause: 'stale-endpoints', tellApart: 'There the address is kept although it was withdrawn; here Kubernetes itself has not yet withdrawn it.' },
    ],
    seeWith: [
      {
        command: "kubectl -n {namespace} get events --sort-by=.lastTimestamp | grep -E 'Evicted|Preempt|NodeNotReady|TaintManager'",
        shows: 'The pod of the path, at the time of the failures.',
      },
      { command: 'kubectl get nodes', shows: 'A node that is NotReady or gone.' },
    ],
    provenBy: 'The eviction or the loss of the node by event or pod status, at the begin of the failures, for the pod that the failing rows name.',
  },
});

export const zhTW: CauseTranslation = {
  title: 'Pod 遭驅逐，或其節點已離線',
  explanation:
    '記憶體或磁碟吃緊時，kubelet 會驅逐 Pod（狀態為 Evicted）；被清空、搶占、回收（spot）或故障的節點則會帶走其上所有 Pod。有序的驅逐與刪除相同：進行中的連線結束（503 UC），新連線被拒（UF）。若節點突然消失，沒有人送出 FIN：請求會停住直到逾時（UF connection_timeout、UT），直到節點被標記為 NotReady 且端點被撤下。沒有其他副本時，接著就是 UH。',
  remedies: {
    'outlive-a-node':
      '查明節點為何失聯（kubelet、機器或連往它的網路）。為了讓下一次損失較小：把 {server} 的副本放在其他節點，並在其 DestinationRule 設定約一秒的 connectTimeout 與 outlierDetection，讓呼叫端遠在節點被標記為未就緒之前就改試其他副本。',
    'protect-from-pressure':
      '讓 {server} 的 requests 符合實際用量（記憶體 request 等於 limit，並設定 ephemeral-storage 的 request 與 limit），使它不會最先被驅逐，並釋放節點耗盡的資源。',
    'spread-and-budget':
      '在不同節點上至少執行兩個副本（topologySpreadConstraints），並設定 PodDisruptionBudget，讓清空節點時一次只影響一個；此預算無法阻擋因節點資源吃緊而發生的驅逐。',
    'delay-stop': '讓被清空的 {server} Pod 再服務數秒：在 terminationGracePeriodSeconds 之內設定 15 秒的 preStop sleep。',
  },
  guide: {
    onTheWire:
      '有序時：SIGTERM 與關機的各種關閉（先 UC，後 UF）。節點直接消失時什麼也不送：進行中的請求等到時限（UT），新請求等到連線時限（UF、connection_timeout），直到端點被撤下。',
    confusedWith: {
      'shutdown-race': '該原因由更新或人刪除 Pod；這裡狀態或事件寫明 Evicted、搶占、taint 或 NodeNotReady。',
      'oom-killed': '該原因的 Pod 留在節點上；這裡它永遠離開該節點。',
      'stale-endpoints': '該原因是位址已撤下卻仍被保留；這裡 Kubernetes 自己尚未撤下。',
    },
    seeWith: ['路徑上的 Pod，時間與失敗一致。', '有節點為 NotReady 或已消失。'],
    provenBy: '由事件或 Pod 狀態得知的驅逐或節點離線，時間為失敗開始之時，且對象是失敗列所指的 Pod。',
  },
};
