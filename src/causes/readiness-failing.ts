import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** Findings about pods that run. */
const probeFails = [
  'unready-endpoints/podsRunUnready',
  'unready-endpoints/lostReadiness',
  'unready-endpoints/probeFails',
  'unready-endpoints/endpointsNotReady',
  'unready-endpoints/wouldFindNone',
] as const;

/** None (or not always one) of the pods is ready, so the proxy has no endpoint to send to. */
export const readinessFailing: Cause = defineCause({
  id: 'readiness-failing',
  title: 'No endpoint is ready, or readiness flaps',
  explanation:
    "The readiness probe of the pods fails, so Kubernetes marks their addresses not ready and istiod takes them out of the callers' endpoint lists. The callers' proxy then has an empty host list and answers 503 UH no_healthy_upstream itself in under a millisecond, without opening a connection. When readiness flaps the failures come and go with it. From Istio 1.31 not-ready addresses are sent to the proxy marked unhealthy, which has the same effect. It is the same where no pod runs at all: scaled to zero, refused by the API server, or never started.",
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    {
      title: 'Kubernetes: liveness, readiness and startup probes',
      url: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
      version: 'kubernetes/website 37946db4',
    },
    { title: 'Kubernetes: EndpointSlices', url: 'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Istio: pilot/pkg/serviceregistry/kube/controller/endpointslice.go, pilot/pkg/xds/endpoints/endpoint_builder.go', version: 'Istio 1.31' },
  ],
  remedies: [
    {
      id: 'scale-up',
      purpose: 'repair',
      risk: 'traffic-change',
      where: ['missing-pods/scaledToZero'],
      text: 'Scale {server} up again, and find out who asked for zero pods (an autoscaler, a schedule, a person): its events and managedFields tell.',
      verifyWith: [
        'kubectl -n {namespace} get deployment,statefulset,hpa {server}',
        'kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service}',
      ],
      undoWith: ['kubectl -n {namespace} scale deployment/{server} --replicas=0'],
    },
    {
      id: 'let-pods-start',
      purpose: 'repair',
      risk: 'pod-restart',
      where: ['missing-pods/podsRefused', 'missing-pods/podsNeverStart'],
      text: 'Repair what keeps the pods of {server} from starting, as their status says: the name or the credentials of the image, a ConfigMap or Secret that is missing, room on a node, a quota, a webhook.',
      verifyWith: [
        'kubectl -n {namespace} get pods -o wide',
        'kubectl -n {namespace} get events --field-selector type=Warning',
        'kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service}',
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'repair-readiness',
      purpose: 'repair',
      risk: 'pod-restart',
      where: probeFails,
      text: 'Repair what makes the readiness probe of {server} fail: the Unhealthy events give its answer (wrong path or port, a dependency that is down, a start slower than the probe allows, too little CPU).',
      verifyWith: [
        'kubectl -n {namespace} get events --field-selector reason=Unhealthy',
        'kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service}',
        'kubectl -n {namespace} get pods -o wide',
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'steady-probe',
      purpose: 'prevent',
      risk: 'pod-restart',
      where: probeFails,
      text: 'If readiness flaps, raise timeoutSeconds and failureThreshold of the readinessProbe, and do not let it fail for a dependency that all replicas share: then all leave at once.',
      verifyWith: ["kubectl -n {namespace} get deployment {server} -o jsonpath='{.spec.template.spec.containers[*].readinessProbe}'"],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'more-replicas',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'Run more replicas of {server}, so that one that is not ready leaves others.',
      verifyWith: ['kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service}'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      "Nothing leaves the caller's proxy: no host, 503 UH in under a millisecond, no upstream address in the row. The kubelet's probe meanwhile gets an error, a time-out or a refused connection.",
    confusedWith: [
      { cause: 'service-selector-mismatch', tellApart: 'There the pods are ready and the Service does not select them.' },
      { cause: 'outlier-ejection', tellApart: 'There Kubernetes lists ready endpoints and the proxy has marked them failed_outlier_check.' },
      { cause: 'crash-loop', tellApart: 'There the containers end; here they run and are not ready, or never started.' },
    ],
    seeWith: [
      { command: 'kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service} -o yaml', shows: 'Addresses with ready: false, or none.' },
      {
        command: "kubectl -n {namespace} get events --sort-by=.lastTimestamp | grep 'Readiness probe failed'",
        shows: 'Why the probe fails, at the time of the failures.',
      },
    ],
    provenBy: 'No ready address in the EndpointSlice while UH was written, and readiness failures of the selected pods at that time.',
  },
});

export const zhTW: CauseTranslation = {
  title: '沒有任何端點就緒，或就緒狀態反覆變動',
  explanation:
    'Pod 的就緒探測失敗，Kubernetes 因此將其位址標記為未就緒，istiod 也將它們從呼叫端的端點清單中移除。呼叫端的代理沒有主機可選，不建立連線就在不到一毫秒內自行回應 503 UH no_healthy_upstream。就緒狀態反覆變動時，失敗也會隨之時有時無。Istio 1.31 起，未就緒的位址會以不健康的標記送給代理，效果相同。完全沒有 Pod 在執行時也一樣：副本數為零、被 API 伺服器拒絕，或從未啟動。',
  remedies: {
    'scale-up': '將 {server} 重新擴展，並查明是誰要求零個 Pod（自動擴展器、排程或人為操作）：可由其事件與 managedFields 得知。',
    'let-pods-start': '修正使 {server} 的 Pod 無法啟動的原因，其狀態會說明：映像名稱或憑證、缺少的 ConfigMap 或 Secret、節點空間、配額、webhook。',
    'repair-readiness':
      '修正使 {server} 就緒探測失敗的原因：Unhealthy 事件中有探測得到的回應（路徑或連接埠錯誤、相依服務停擺、啟動比探測允許的更慢、CPU 不足）。',
    'steady-probe':
      '若就緒狀態反覆變動，請調高 readinessProbe 的 timeoutSeconds 與 failureThreshold，並且不要因所有副本共用的相依服務而失敗，否則全部副本會同時離開。',
    'more-replicas': '增加 {server} 的副本，讓某個副本未就緒時仍有其他副本可用。',
  },
  guide: {
    onTheWire: '沒有任何封包離開呼叫端的代理：沒有主機，不到一毫秒就 503 UH，該列沒有上游位址。同時 kubelet 的探測得到錯誤、逾時或遭拒。',
    confusedWith: {
      'service-selector-mismatch': '該原因的 Pod 已就緒，只是 Service 沒有選到。',
      'outlier-ejection': '該原因中 Kubernetes 列出就緒端點，而代理將其標記為 failed_outlier_check。',
      'crash-loop': '該原因的容器會結束；這裡持續運作但未就緒，或從未啟動。',
    },
    seeWith: ['位址為 ready: false，或沒有位址。', '失敗當時探測失敗的原因。'],
    provenBy: '寫出 UH 的當時 EndpointSlice 沒有就緒位址，且所選 Pod 當時的就緒探測失敗。',
  },
};
