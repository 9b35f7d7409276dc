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
      istio: '<1.24',
      text: 'Let new endpoints start with less traffic: loadBalancer.warmupDurationSecs in the DestinationRule for {service}.',
      verifyWith: ['istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -i slowStart'],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'warm-up-by-warmup',
      purpose: 'mitigate',
      risk: 'config-reload',
      istio: '>=1.24',
      text: 'Let new endpoints start with less traffic: loadBalancer.warmup.duration in the DestinationRule for {service}, which takes the place of warmupDurationSecs.',
      verifyWith: ['istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -i slowStart'],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      "Requests reach living replicas and wait there: late responses, then 504 UT at a limit, 0 DC when callers leave, UO where a pool limit is set, or the application's own 503. Connections do not break.",
    confusedWith: [
      { cause: 'shutdown-race', tellApart: 'There the pods that stop fail, for seconds; here the others do, for as long as replicas are missing.' },
      { cause: 'cpu-saturated', tellApart: 'There the load or the limit alone is enough; here it begins and ends with the missing replicas.' },
    ],
    seeWith: [
      { command: 'kubectl -n {namespace} rollout history deployment/{server}', shows: 'A revision at the time of the failures.' },
      { command: 'kubectl -n {namespace} top pod --containers', shows: 'Use that rises at the replicas which stay.' },
    ],
    provenBy: 'Requests per ready replica (or its saturation) that rise exactly while ready replicas are fewer, and failures at the survivors in that window.',
  },
});

export const zhTW: CauseTranslation = {
  title: '滾動更新期間，剩餘的副本負載過重',
  explanation:
    '滾動更新期間就緒的副本較少，而新副本一開始較慢（快取為空、程式尚未暖機）。留下來的副本各自承受更多請求；若原本就接近極限，此時便會排隊、逾時（504 UT、0 DC）、拒絕（旗標 - 的 503，或 UO）或探測失敗。失敗隨著更新開始與結束，且發生在留下的副本上，而不是正在停止的 Pod 上。',
  remedies: {
    'surge-first': '讓新副本就緒後才移除舊副本：將 {server} 的 strategy.rollingUpdate 設為 maxUnavailable: 0 與 maxSurge: 1，並讓 minReadySeconds 足以暖機。',
    'keep-headroom': '比負載所需多執行一個副本，使尖峰時缺少一個也能承受。',
    'warm-up': '讓新端點從較少的流量開始：在 {service} 的 DestinationRule 設定 loadBalancer.warmupDurationSecs。',
    'warm-up-by-warmup': '讓新端點從較少的流量開始：在 {service} 的 DestinationRule 設定 loadBalancer.warmup.duration，它取代了 warmupDurationSecs。',
  },
  guide: {
    onTheWire:
      '請求抵達存活的副本並在那裡等待：回應變慢，之後在時限得到 504 UT，呼叫端離開則為 0 DC，設有連線池上限則為 UO，或應用程式自己的 503。連線沒有中斷。',
    confusedWith: {
      'shutdown-race': '該原因是停止中的 Pod 失敗數秒；這裡是其他副本，持續到副本補齊。',
      'cpu-saturated': '該原因只需負載或上限本身；這裡隨副本缺少而開始與結束。',
    },
    seeWith: ['失敗當時有一個修訂版本。', '留下的副本用量上升。'],
    provenBy: '就緒副本變少的期間，每個副本的請求數（或飽和度）恰好上升，且失敗落在該時間窗內的存活副本。',
  },
};
