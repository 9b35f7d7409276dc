import type { Language } from './language.ts';

const en = {
  description: 'gather the evidence of a request path from the live cluster into an archive, redacted and bounded; only reads',
  from: 'the workload that sends the requests',
  to: 'the service or workload that they are for; with one end only, failing requests in its log name the other',
  since: 'log lines of this length of time (default: 1d)',
  output: 'the archive (default: why503-TIME.tar.gz)',
  format: 'form of the summary on standard output',
  dryRun: 'print every request in order instead; only lists of pods, Services and EndpointSlices are made, since the others follow from them',
  safety:
    'Only GET requests are made: objects, logs, and pages behind port-forwards. Secrets are never asked for; tokens, passwords, values of variables, credentials in URLs and query strings are replaced when gathered.',
  exits: 'Exit codes: 0 all that was looked for is there · 3 something could not be had (it is named) · 2 nothing could be collected',
  doneLabel: 'COLLECTED',
  done: '{files} files in {archive}',
  partLabel: 'PARTLY COLLECTED',
  cluster: 'Cluster',
  namespaces: 'Namespaces',
  requests: 'Requests',
  requestsAlso: '{count}, and {requests} to {server}',
  time: 'Time',
  seconds: '{seconds} s',
  missing: 'Not collected',
  unserved: 'The cluster has none',
  more: '… and {count} more, listed in collection.json',
  next: 'Diagnose it',
  planned: 'Requests that would be made',
  plannedText: '{count} requests; lists go on page by page where they are long, and refused ones are tried again. Nothing else is asked.',
} as const;

const zhTW: { readonly [K in keyof typeof en]: string } = {
  description: '從運作中的叢集收集一條請求路徑的證據，遮蔽機密、限制用量並寫成封存檔；只讀取',
  from: '送出請求的工作負載',
  to: '請求所送往的服務或工作負載；只給一端時，由其記錄中失敗的請求得知另一端',
  since: '這段時間內的記錄（預設：1d）',
  output: '封存檔（預設：why503-TIME.tar.gz）',
  format: '標準輸出上摘要的形式',
  dryRun: '改為依序列出每個請求；只實際列出 Pod、Service 與 EndpointSlice，因為其餘請求由它們決定',
  safety: '只發出 GET 請求：物件、記錄，以及經由 port-forward 的頁面。絕不讀取 Secret；收集時即替換權杖、密碼、環境變數的值、URL 中的認證與查詢字串。',
  exits: '結束代碼：0 要找的都取得了 · 3 有些無法取得（會列出） · 2 什麼都無法收集',
  doneLabel: '已收集',
  done: '{archive} 中有 {files} 個檔案',
  partLabel: '部分收集',
  cluster: '叢集',
  namespaces: '命名空間',
  requests: '請求數',
  requestsAlso: '{count}，另有 {requests} 個至 {server}',
  time: '時間',
  seconds: '{seconds} 秒',
  missing: '未收集',
  unserved: '叢集沒有這些',
  more: '……以及另外 {count} 項，列於 collection.json',
  next: '進行診斷',
  planned: '將會發出的請求',
  plannedText: '{count} 個請求；較長的清單會逐頁讀取，被拒絕的會重試。除此之外不做任何請求。',
};

/** Words of `why503 collect`. */
export const collectTexts: { readonly [L in Language]: { readonly [K in keyof typeof en]: string } } = { en, 'zh-TW': zhTW };
