import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** Traffic was pointed at a set of pods that is not there yet, or no longer. */
export const rolloutOrdering: Cause = defineCause({
  id: 'rollout-ordering',
  title: 'A roll-out controller re-points a subset or Service before pods are ready or after they are gone',
  explanation:
    "A roll-out controller (or a pipeline) changes a subset, a Service selector or route weights, and pods, in steps. When traffic moves before the new pods are ready, or the old ones go before it has moved, the chosen subset is empty: 503 UH; when the subset's definition is missing for a moment it is NC. The failures are a short burst on one subset at one step of the roll-out, while the other subset is well.",
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    { title: 'Argo Rollouts: traffic management with Istio', url: 'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/' },
    {
      title: 'Istio DestinationRule: Subset',
      url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
      version: 'Istio 1.18 to 1.31',
    },
    { title: 'Istio traffic management problems', url: 'https://istio.io/latest/docs/ops/common-problems/network-issues/', version: 'Istio 1.18 to 1.31' },
  ],
  remedies: [
    {
      id: 'order-steps',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Make before break: pods ready, then subset, then route weight; on the way back route first, then wait some seconds, then subset and pods. In Argo Rollouts set dynamicStableScale: false, or a scaleDownDelaySeconds of 30 or more.',
      verifyWith: [
        'kubectl -n {namespace} get replicasets',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'pause-steps',
      purpose: 'mitigate',
      risk: 'none',
      text: 'Put a pause of some seconds between the steps, longer than the push delay of istiod.',
      verifyWith: ['istioctl proxy-status'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      'Nothing leaves the proxy while the chosen subset is empty (503 UH) or undefined (NC): a short burst in one cluster, and the other subset answers meanwhile.',
    confusedWith: [
      { cause: 'readiness-failing', tellApart: 'There the pods of the subset fail their probe; here they are not there yet or no longer.' },
      { cause: 'unknown-cluster', tellApart: 'There the subset stays undefined.' },
      { cause: 'shutdown-race', tellApart: 'There a pod that stops fails; here the proxy has no host to ask.' },
    ],
    seeWith: [
      {
        command: 'kubectl -n {namespace} get replicasets,virtualservices,destinationrules -o yaml',
        shows: 'Generations and times of the step: subset labels, weights and ready replicas.',
      },
    ],
    provenBy:
      "The order of three changes with their times: when pods of the subset became ready or left, when the subset reached the proxy, when the route was pointed at it. The proxy's configuration dump and the pods tell the first two; objects show only their last state, so for the route itself the audit log, the controller's own events or a watch (kubectl get -w) during the next roll-out is needed.",
  },
});

export const zhTW: CauseTranslation = {
  title: '發布控制器在 Pod 就緒之前或消失之後，才改變子集或 Service 的指向',
  explanation:
    '發布控制器（或交付流程）會分步驟變更子集、Service 選擇器或路由權重，以及 Pod。若流量在新 Pod 就緒之前就轉過去，或舊 Pod 在流量移走之前就消失，被選中的子集便是空的：503 UH；若子集的定義暫時不存在則是 NC。失敗是在發布的某一步、某一個子集上的短暫一陣，另一個子集則正常。',
  remedies: {
    'order-steps':
      '先建後拆：先讓 Pod 就緒，再設定子集，最後調整路由權重；移除時先改路由、等待數秒，再移除子集與 Pod。在 Argo Rollouts 中設定 dynamicStableScale: false，或將 scaleDownDelaySeconds 設為 30 以上。',
    'pause-steps': '在各步驟之間加入數秒的停頓，長於 istiod 的推送延遲。',
  },
  guide: {
    onTheWire: '所選子集為空（503 UH）或未定義（NC）時，沒有任何封包離開代理：單一叢集的短暫失敗，同時另一個子集正常回應。',
    confusedWith: {
      'readiness-failing': '該原因是子集的 Pod 探測失敗；這裡 Pod 尚未出現或已離開。',
      'unknown-cluster': '該原因的子集一直未定義。',
      'shutdown-race': '該原因是停止中的 Pod 失敗；這裡代理沒有主機可用。',
    },
    seeWith: ['該步驟的世代與時間：子集標籤、權重與就緒副本數。'],
    provenBy:
      '三項變更的先後與時間：子集的 Pod 何時就緒或離開、子集何時抵達代理、路由何時指向它。代理的組態傾印與 Pod 說明前兩項；物件只顯示最後狀態，因此路由本身需要稽核記錄、控制器自己的事件，或在下次更新時持續監看（kubectl get -w）。',
  },
};
