import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The caller's proxy itself put the endpoints aside after failures it saw. */
export const outlierEjection: Cause = defineCause({
  id: 'outlier-ejection',
  title: 'Outlier detection ejected the endpoints',
  explanation:
    "Outlier detection in a DestinationRule counts failures per endpoint (by default 5 in a row, UC and UF included) and ejects the endpoint for baseEjectionTime (30 s) times the number of its ejections, up to maxEjectionPercent of the endpoints (10 by default, often raised to 100). Istio turns off Envoy's panic mode unless minHealthPercent is set, so when all endpoints are ejected the proxy answers 503 UH no_healthy_upstream itself, while Kubernetes shows them all ready. Each caller's proxy ejects on its own. The first failures have another cause: ejection only makes them last longer.",
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    {
      title: 'Envoy outlier detection',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    {
      title: 'Istio DestinationRule: OutlierDetection',
      url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection',
      version: 'Istio 1.18 to 1.31',
    },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'repair-first-failures',
      purpose: 'repair',
      risk: 'none',
      text: 'Look for the failures before the first UH (UC, UF or 5xx at the same endpoints) and repair their cause; the ejection ends by itself after baseEjectionTime.',
      verifyWith: [
        'istioctl proxy-config endpoints deploy/{client} -n {namespace}',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: [],
    },
    {
      id: 'bound-ejection',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'In the DestinationRule for {service} keep outlierDetection from emptying the pool: maxEjectionPercent 50 or less, minHealthPercent 50, and a consecutive5xxErrors above what the application answers in normal operation.\nWith one or two replicas remove outlierDetection: there is nowhere else to send to.',
      verifyWith: [
        'istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -A8 outlierDetection',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'split-local-errors',
      purpose: 'mitigate',
      risk: 'config-reload',
      text: "If only connection failures shall count, set splitExternalLocalOriginErrors: true with consecutiveLocalOriginFailures, so that the application's own 5xx answers do not eject it.",
      verifyWith: ['istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -A8 outlierDetection'],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      'First real failures at the endpoints (UC, UF, 5xx), then nothing leaves: 503 UH in under a millisecond for baseEjectionTime times the number of ejections, then requests again.',
    confusedWith: [
      { cause: 'readiness-failing', tellApart: 'There Kubernetes shows no ready endpoint.' },
      { cause: 'service-selector-mismatch', tellApart: 'There no endpoint ever was.' },
    ],
    seeWith: [
      {
        command: 'istioctl proxy-config endpoints deploy/{client} -n {namespace} | grep -i failed',
        shows: 'Endpoints with OUTLIER CHECK FAILED that Kubernetes lists as ready.',
      },
      {
        command: 'kubectl -n {namespace} exec deploy/{client} -c istio-proxy -- pilot-agent request GET "stats?filter=outlier_detection"',
        shows: 'ejections_active above 0 (where these statistics are kept).',
      },
    ],
    provenBy:
      "failed_outlier_check in the proxy's endpoints (or its ejection log) at the time of the UH, with a full EndpointSlice; the failures before the first UH have a cause of their own.",
  },
});

export const zhTW: CauseTranslation = {
  title: '異常偵測（outlier detection）剔除了端點',
  explanation:
    'DestinationRule 中的異常偵測會計算每個端點的失敗次數（預設連續 5 次，UC 與 UF 也算），並將該端點剔除 baseEjectionTime（30 秒）乘以其剔除次數的時間，剔除比例至多為 maxEjectionPercent（預設 10，常被調到 100）。除非設定 minHealthPercent，Istio 會關閉 Envoy 的 panic 模式，因此所有端點都被剔除時，代理自行回應 503 UH no_healthy_upstream，而 Kubernetes 顯示它們全都就緒。每個呼叫端的代理各自剔除。最初的失敗另有原因：剔除只是讓失敗持續得更久。',
  remedies: {
    'repair-first-failures': '找出第一個 UH 之前的失敗（同一批端點的 UC、UF 或 5xx）並修正其原因；剔除會在 baseEjectionTime 之後自行結束。',
    'bound-ejection':
      '在 {service} 的 DestinationRule 中避免 outlierDetection 清空端點：maxEjectionPercent 設 50 以下、minHealthPercent 設 50，並讓 consecutive5xxErrors 高於應用程式正常運作時的回應。\n只有一、兩個副本時請移除 outlierDetection：沒有其他端點可送。',
    'split-local-errors':
      '若只想計入連線失敗，請設定 splitExternalLocalOriginErrors: true 並搭配 consecutiveLocalOriginFailures，讓應用程式自己的 5xx 回應不會造成剔除。',
  },
  guide: {
    onTheWire: '先有端點的真正失敗（UC、UF、5xx），之後沒有任何封包離開：在 baseEjectionTime 乘以剔除次數的期間內，不到一毫秒就 503 UH，然後恢復送出。',
    confusedWith: {
      'readiness-failing': '該原因中 Kubernetes 顯示沒有就緒端點。',
      'service-selector-mismatch': '該原因從未有過端點。',
    },
    seeWith: ['Kubernetes 列為就緒、但 OUTLIER CHECK 為 FAILED 的端點。', 'ejections_active 大於 0（若有保留這些統計）。'],
    provenBy: 'UH 當時代理端點中的 failed_outlier_check（或剔除記錄），而 EndpointSlice 完整；第一個 UH 之前的失敗另有原因。',
  },
};
