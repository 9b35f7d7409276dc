import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The Service selects no pod, although the pods run and are ready. */
export const serviceSelectorMismatch: Cause = defineCause({
  id: 'service-selector-mismatch',
  title: "The Service's selector or port name matches no pod",
  explanation:
    "A Service finds its endpoints by label. Here the selector matches no pod, or the named targetPort is declared by none, so its EndpointSlice stays empty while the pods are ready and well. The callers' proxy knows the Service, has no host for it and answers every request itself with 503 UH no_healthy_upstream. Nothing reaches the pods, so their logs are silent.",
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    { title: 'Kubernetes: Service', url: 'https://kubernetes.io/docs/concepts/services-networking/service/' },
    { title: 'Kubernetes: EndpointSlices', url: 'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'match-selector',
      purpose: 'repair',
      risk: 'config-reload',
      text: "Make spec.selector of Service {service} equal to the labels of the pods of {server} (or the pod template's labels equal to the selector); a Deployment's own selector cannot be changed, so change the Service.\nA Service with the label managed-by: vm-operator is put back by the VictoriaMetrics operator: change serviceSpec or podMetadata of that component in its VMCluster, VMAlert, VMAgent, VMAuth or VMSingle instead.",
      verifyWith: [
        "kubectl -n {namespace} get service {service} -o jsonpath='{.spec.selector}'",
        'kubectl -n {namespace} get pods --show-labels',
        'kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service}',
      ],
      undoWith: ['kubectl -n {namespace} edit service {service}'],
    },
    {
      id: 'match-port-name',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'If targetPort of {service} is a name, declare a container port with that name in the pods of {server}, or write the number.',
      verifyWith: [
        "kubectl -n {namespace} get service {service} -o jsonpath='{.spec.ports}'",
        'kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service}',
      ],
      undoWith: ['kubectl -n {namespace} edit service {service}'],
    },
    {
      id: 'check-before-apply',
      purpose: 'prevent',
      risk: 'none',
      text: 'Have the delivery pipeline compare selectors with pod labels: istioctl analyze reports such a Service.',
      verifyWith: ['istioctl analyze -n {namespace}'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire: "Nothing leaves the caller's proxy: 503 UH, always, in under a millisecond; the pods receive nothing.",
    confusedWith: [
      { cause: 'readiness-failing', tellApart: 'There the slice has addresses that are not ready; here it has none although pods are ready.' },
      { cause: 'target-port-mismatch', tellApart: 'There endpoints exist and refuse (UF); here there are none (UH).' },
      { cause: 'outlier-ejection', tellApart: 'There it begins after other failures; here it never worked.' },
    ],
    seeWith: [
      {
        command: "kubectl -n {namespace} get service {service} -o jsonpath='{.spec.selector}'",
        shows: 'A label that no pod of {server} carries: compare with kubectl get pods --show-labels.',
      },
    ],
    provenBy: "The Service's selector (or the name of its targetPort) against the labels (or port names) of pods that are ready, and an empty EndpointSlice.",
  },
});

export const zhTW: CauseTranslation = {
  title: 'Service 的選擇器或連接埠名稱對應不到任何 Pod',
  explanation:
    'Service 依標籤尋找端點。這裡的選擇器對應不到任何 Pod，或沒有 Pod 宣告該名稱的 targetPort，因此 Pod 雖然就緒且正常，EndpointSlice 卻一直是空的。呼叫端的代理認得這個 Service，卻沒有主機可用，於是對每個請求自行回應 503 UH no_healthy_upstream。Pod 什麼都沒收到，日誌自然一片安靜。',
  remedies: {
    'match-selector':
      '讓 Service {service} 的 spec.selector 與 {server} 的 Pod 標籤一致（或讓 Pod 範本的標籤符合選擇器）；Deployment 本身的 selector 無法變更，因此請改 Service。\n帶有標籤 managed-by: vm-operator 的 Service 會由 VictoriaMetrics operator 還原：請改為修改其 VMCluster、VMAlert、VMAgent、VMAuth 或 VMSingle 中該元件的 serviceSpec 或 podMetadata。',
    'match-port-name': '若 {service} 的 targetPort 是名稱，請在 {server} 的 Pod 中宣告同名的容器連接埠，或直接寫數字。',
    'check-before-apply': '在交付流程中比對選擇器與 Pod 標籤：istioctl analyze 會回報這類 Service。',
  },
  guide: {
    onTheWire: '沒有任何封包離開呼叫端的代理：總是在不到一毫秒內 503 UH；Pod 什麼也沒收到。',
    confusedWith: {
      'readiness-failing': '該原因的端點切片有未就緒的位址；這裡 Pod 雖已就緒，切片卻沒有位址。',
      'target-port-mismatch': '該原因有端點但拒絕連線（UF）；這裡沒有端點（UH）。',
      'outlier-ejection': '該原因在其他失敗之後才開始；這裡從未成功過。',
    },
    seeWith: ['有一個 {server} 的 Pod 都沒有的標籤：請與 kubectl get pods --show-labels 比對。'],
    provenBy: 'Service 的選擇器（或 targetPort 名稱）與就緒 Pod 的標籤（或連接埠名稱）對照不符，且 EndpointSlice 為空。',
  },
};
