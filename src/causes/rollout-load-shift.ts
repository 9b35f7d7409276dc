import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** While some replicas restart, the others get their share and cannot carry it. */
export const rolloutLoadShift: Cause = defineCause({
  id: 'rollout-load-shift',
  title: 'During a rolling change the remaining replicas are overloaded',
  explanation:
    'During a rolling change fewer replicas are ready, and a new one is slow at first (empty caches, cold code). The survivors get more requests each; when they were near their limit before, they now queue, time out (504 UT, 0 DC), refuse (503 with flag -, or UO) or fail their probes. The failures start and end with the roll-out and sit at the survivors, not at the pods that stop.',
  showsAs: ['app-answered-503', 'request-timeout'],
  priorDb: 0,
  references: [
    { title: 'Kubernetes: Deployments, rolling update', url: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/' },
    {
      title: 'VictoriaMetrics cluster: capacity planning, availability',
      url: 'https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/',
      version: 'VictoriaMetrics v1.150.0-cluster',
    },
  ],
  remedies: [
    {
      id: 'surge-first',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Let a new replica be ready before an old one leaves: strategy.rollingUpdate maxUnavailable: 0 and maxSurge: 1 for {server}, with minReadySeconds long enough to warm up.',
      verifyWith: [
        "kubectl -n {namespace} get deployment {server} -o jsonpath='{.spec.strategy}'",
        'kubectl -n {namespace} rollout status deployment/{server}',
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'keep-headroom',
      purpose: 'prevent',
      risk: 'traffic-change',
      text: 'Run one replica more than the load needs, so that one can be missing at peak.',
      verifyWith: ['kubectl -n {namespace} top pod --containers'],
      undoWith: [],
    },
    {
      id: 'warm-up',
      purpose: 'mitigate',
      risk: 'config-reload',
      text: 'Let new endpoints start with less traffic: loadBalancer.warmupDurationSecs in the DestinationRule for {service} (its successor warmup where the CRD has it).',
      verifyWith: ['istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -i slowStart'],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
  ],
});

export const zhTW: CauseTranslation = {
  title: '滾動更新期間，剩餘的副本負載過重',
  explanation:
    '滾動更新期間就緒的副本較少，而新副本一開始較慢（快取為空、程式尚未暖機）。留下來的副本各自承受更多請求；若原本就接近極限，此時便會排隊、逾時（504 UT、0 DC）、拒絕（旗標 - 的 503，或 UO）或探測失敗。失敗隨著更新開始與結束，且發生在留下的副本上，而不是正在停止的 Pod 上。',
  remedies: {
    'surge-first': '讓新副本就緒後才移除舊副本：將 {server} 的 strategy.rollingUpdate 設為 maxUnavailable: 0 與 maxSurge: 1，並讓 minReadySeconds 足以暖機。',
    'keep-headroom': '比負載所需多執行一個副本，使尖峰時缺少一個也能承受。',
    'warm-up': '讓新端點從較少的流量開始：在 {service} 的 DestinationRule 設定 loadBalancer.warmupDurationSecs（CRD 已有後繼欄位 warmup 時則用該欄位）。',
  },
};
