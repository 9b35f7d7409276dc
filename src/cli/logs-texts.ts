import type { Language } from './language.ts';

const en = {
  description: 'measure access logs of any size: failures over time, quiet times before resets, and which mechanism fits them',
  paths: 'logs: files, folders, archives, compressed or not, or - for standard input',
  output: 'form of the answer; html is one page that needs nothing else',
  since: 'only requests that started at or after this time, such as 2026-11-22T17:00:00Z',
  until: 'only requests that started at or before this time',
  cluster: 'only clusters whose name contains this text',
  host: 'only hosts whose address contains this text',
  top: 'how many kinds of failures and pools are listed (default 20)',
  workers: 'threads that read a large plain file, the first included (default 2)',
  resets: 'resets kept one by one in each pool (default 20000)',
  follow: 'keep reading a file that grows, or standard input, and print failures as they come; Ctrl-C or SIGTERM ends with the report',
  exits:
    'Exit codes of logs: 0 rows were read and none failed · 1 a mechanism is beyond doubt · 3 failures without a verdict, logs that are not whole, or nothing read · 2 the tool could not do its job',
  emptyWindow: '--since lies after --until.',
  emptyWindowNext: 'Swap the two, or leave one out.',
  noPaths: 'No log was given.',
  noPathsNext: 'Give a log, folder or archive: why503 logs istio-proxy.log, or pipe one into: why503 logs -',
  followOne: 'Only one log can be followed.',
  followOneNext: 'Give one file, or - for standard input: why503 logs -f istio-proxy.log',
  failure: '{at}  {code} {flags}  {host}  {details}  {use}  {place}',
  use: 'request {ordinal} on its connection after {gap}',
  firstUse: 'first on its connection',
  noConnection: 'no connection',
} as const;

const zhTW: { readonly [K in keyof typeof en]: string } = {
  description: '量測任意大小的存取記錄：失敗的時間分布、重設之前的閒置時間，以及吻合的機制',
  paths: '記錄：檔案、資料夾、封存檔（可壓縮），或以 - 代表標準輸入',
  output: '答案的形式；html 是不需要其他資源的單一頁面',
  since: '只看在此時間（例如 2026-11-22T17:00:00Z）或之後開始的請求',
  until: '只看在此時間或之前開始的請求',
  cluster: '只看名稱包含此文字的叢集',
  host: '只看位址包含此文字的主機',
  top: '列出多少種失敗與連線池（預設 20）',
  workers: '讀取大型純文字檔的執行緒數，包含主執行緒（預設 2）',
  resets: '每個連線池逐一保留的重設次數（預設 20000）',
  follow: '持續讀取成長中的檔案或標準輸入，失敗一出現就印出；按 Ctrl-C 或收到 SIGTERM 時結束並顯示報告',
  exits: 'logs 的結束代碼：0 讀到記錄列且沒有失敗 · 1 有機制毫無疑問 · 3 有失敗但無定論、記錄不完整或沒有讀到 · 2 工具無法完成工作',
  emptyWindow: '--since 晚於 --until。',
  emptyWindowNext: '請對調兩者，或省略其一。',
  noPaths: '沒有給任何記錄。',
  noPathsNext: '請給記錄檔、資料夾或封存檔：why503 logs istio-proxy.log，或以管線輸入：why503 logs -',
  followOne: '一次只能追蹤一份記錄。',
  followOneNext: '請給一個檔案，或以 - 代表標準輸入：why503 logs -f istio-proxy.log',
  failure: '{at}  {code} {flags}  {host}  {details}  {use}  {place}',
  use: '連線上的第 {ordinal} 個請求，之前閒置 {gap}',
  firstUse: '連線上的第一個請求',
  noConnection: '沒有連線',
};

/** Words of `why503 logs`. */
export const logsTexts: { readonly [L in Language]: { readonly [K in keyof typeof en]: string } } = { en, 'zh-TW': zhTW };
