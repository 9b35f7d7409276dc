import type { Language } from './language.ts';

const en = {
  context: 'the context of the kubeconfig (default: the current one)',
  kubeconfig: 'the kubeconfig file (default: KUBECONFIG, ~/.kube/config, or the service account of this pod)',
  namespace: 'namespaces to look into beside those of both ends; several times or with commas (default: that of the context)',
  rootNamespace: 'the root namespace of Istio, where istiod runs',
  pods: 'pods of each end whose proxies and logs are read',
  logLines: 'newest lines of each log',
  maxTime: 'most time that collecting may take',
  maxRequests: 'most requests to the API server',
  metrics: 'a Prometheus or VictoriaMetrics whose series are read as well (restarts, memory, throttling, failures by flag, pushes)',
  metricsHeaderFile: 'headers for it, one a line as Authorization: Bearer TOKEN; kept nowhere',
  badEnd: '{text} is no end of a path.',
  badEndNext: 'Give NAMESPACE/NAME or NAME, for example monitoring/vminsert:8480.',
  finding: 'finding the pods of the path',
  pod: 'reading {pod} ({index} of {total})',
  mesh: "reading istiod's view",
  series: 'reading series of the metrics server',
  objects: 'reading Kubernetes and Istio objects',
} as const;

const zhTW: { readonly [K in keyof typeof en]: string } = {
  context: 'kubeconfig 的 context（預設為目前的）',
  kubeconfig: 'kubeconfig 檔案（預設為 KUBECONFIG、~/.kube/config，或此 Pod 的服務帳號）',
  namespace: '除兩端之外還要查看的命名空間；可重複給或以逗號分隔（預設為 context 的命名空間）',
  rootNamespace: 'Istio 的根命名空間，也就是 istiod 所在之處',
  pods: '每一端讀取代理與記錄的 Pod 數',
  logLines: '每份記錄最新的行數',
  maxTime: '收集最多可花的時間',
  maxRequests: '對 API server 最多的請求數',
  metrics: '一併讀取其時間序列的 Prometheus 或 VictoriaMetrics（重啟、記憶體、節流、依旗標的失敗數、推送）',
  metricsHeaderFile: '給它的標頭檔，一行一個，例如 Authorization: Bearer TOKEN；不會保存於任何地方',
  badEnd: '{text} 不是路徑的一端。',
  badEndNext: '請給 NAMESPACE/NAME 或 NAME，例如 monitoring/vminsert:8480。',
  finding: '尋找路徑上的 Pod',
  pod: '讀取 {pod}（第 {index} 個，共 {total} 個）',
  mesh: '讀取 istiod 所見的狀態',
  series: '讀取指標伺服器的時間序列',
  objects: '讀取 Kubernetes 與 Istio 物件',
};

/** Words of every command that asks a cluster. */
export const clusterTexts: { readonly [L in Language]: { readonly [K in keyof typeof en]: string } } = { en, 'zh-TW': zhTW };
