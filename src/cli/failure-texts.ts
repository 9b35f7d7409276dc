/** One user error in Traditional Chinese: the English it stands for (its group is the `{path}`), what happened, what to do next. */
interface Translated {
  readonly english: RegExp;
  readonly message: string;
  readonly next: string;
}

const paths = '請給資料夾、封存檔或證據檔的路徑，或以 - 代表標準輸入。';

/** Traditional Chinese of the errors that reading and commands raise in English, by their code. */
export const failureTextsZhTW: Readonly<Record<string, Translated>> = {
  'path-missing': { english: /^(.*) does not exist$/s, message: '{path} 不存在', next: paths },
  'path-unreadable': { english: /^(.*) cannot be read /s, message: '無法讀取 {path}', next: paths },
  'unreadable-input': { english: /^(.*) cannot be read\.$/s, message: '無法讀取 {path}。', next: '請給可讀取的文字檔，或直接以引數給文字。' },
  'no-temporary-folder': { english: /^no folder can be made in (.*)$/s, message: '無法在 {path} 建立資料夾', next: '請將 TMPDIR 設為可寫入的資料夾。' },
  'temporary-folder-full': {
    english: /^(.*) does not fit into/s,
    message: '{path} 放不進暫存資料夾',
    next: '請將 TMPDIR 設為空間較多的資料夾。',
  },
  'output-unwritable': {
    english: /^standard output cannot be written to \((.*)\)$/,
    message: '無法寫入標準輸出（{path}）',
    next: '請騰出空間，或將報告寫到別處。',
  },
  'follow-file': { english: /^(.*) is a folder$/s, message: '{path} 是資料夾', next: '請給一個要持續讀取的記錄檔，或以 - 代表標準輸入。' },
  'follow-not-text': {
    english: /^(.*) cannot be followed/s,
    message: '無法持續讀取 {path}：它是壓縮檔或並非文字檔',
    next: '請不加 -f 讀取它，或給 proxy 正在寫入的記錄檔。',
  },
  'nothing-to-explain': {
    english: /^()There is nothing/,
    message: '沒有可說明的內容。',
    next: "請給一段文字，例如：why503 explain '503 UC'，或以管線輸入：why503 explain -",
  },
  'cluster-no-config': {
    english: /^No cluster is known()/,
    message: '不知道要用哪個叢集：沒有 kubeconfig，也不在 Pod 中。',
    next: '請給 --kubeconfig 檔案或設定 KUBECONFIG；要診斷已收集的證據，請給其路徑：why503 diagnose ./evidence。',
  },
  'cluster-config-unreadable': {
    english: /^(.*) cannot be used as a kubeconfig/s,
    message: '無法使用 kubeconfig：{path}',
    next: '請以 --kubeconfig 給另一個檔案。',
  },
  'cluster-config-incomplete': {
    english: /^The context (.*) cannot be used/s,
    message: '無法使用 context {path}：設定不完整。',
    next: '請修正 kubeconfig，或選擇另一個 --context。',
  },
  'cluster-unknown-context': { english: /has no context (.*)\.$/s, message: 'kubeconfig 中沒有 context {path}。', next: '請以 --context 選擇另一個。' },
  'cluster-credentials': { english: /^(.*)$/s, message: '無法登入叢集：{path}', next: '請照 kubectl 的方式登入，並確認 kubectl get pods 可用。' },
  'cluster-proxy': {
    english: /^The proxy-url()/,
    message: 'kubeconfig 的 proxy-url 不是 HTTP proxy，不支援其他種類。',
    next: '請執行 kubectl proxy，並使用 server 為 http://127.0.0.1:8001 的 kubeconfig。',
  },
  'cluster-unreachable': {
    english: /gave no answer: (.*)$/s,
    message: '叢集沒有回應：{path}',
    next: '請以 kubectl version 確認能否連線；可用 --context 或 --kubeconfig 選擇另一個叢集。',
  },
  'metrics-url': {
    english: /^The value of --metrics()/,
    message: '--metrics 的值不是 Prometheus 或 VictoriaMetrics 的 URL。',
    next: '請給例如 http://prometheus.monitoring:9090。',
  },
  'metrics-headers': {
    english: /^(.*) cannot be used as a file of headers/s,
    message: '無法將 {path} 當作標頭檔使用',
    next: '請每行寫一個標頭，例如 Authorization: Bearer TOKEN。',
  },
  'collect-output': { english: /^(.*) cannot be written/s, message: '無法寫入 {path}', next: '請以 -o 給另一個檔案。' },
};
