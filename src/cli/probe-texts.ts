import type { Language } from './language.ts';

const en = {
  description: 'measure when a server closes idle connections, and how, with at most four connections and one request on each',
  target: 'host:port or a URL (http or https)',
  path: 'path of the requests (default: that of the URL, else /)',
  host: 'Host header (default: the host and port of the target)',
  method: 'method of the requests',
  connections: 'idle connections, 1 to 4 (default 4)',
  maxWait: 'how long to wait for the close; a limit that is longer is reported as such (default 150s, at most 2h)',
  requests: 'also measure after how many requests a connection ends, up to this many (default 1100, which is the most)',
  age: 'also measure at what age a busy connection ends, up to this age (default: that of --max-wait)',
  allowLoadBalancer: 'probe although answers show a proxy, a load balancer or several servers; then its limit is measured',
  dryRun: 'say exactly what would be done, and do nothing',
  cacert: 'PEM file of the authorities to trust (https)',
  cert: "PEM file of the client's certificate (https)",
  key: "PEM file of the client's key (https)",
  servername: 'name for SNI and for checking the certificate (https)',
  insecure: 'do not check the certificate (https)',
  ascii: 'draw with ASCII only',
  width: 'columns of the text (default: the terminal, at most 110)',
  noProgress: 'nothing on standard error: neither what is about to be done nor progress',
  exitCodes: 'Exit codes: 0 measured, or planned only · 3 not closed within --max-wait, or interrupted before · 2 failed, or refused to measure',
  safety:
    'Measures what the address itself does: run it where the client runs, best inside the pod against 127.0.0.1. Through a Service or a load balancer it would measure those. Any error ends the probe.',
} as const;

const zhTW: { readonly [K in keyof typeof en]: string } = {
  description: '測量伺服器何時、如何關閉閒置連線：最多四條連線，每條一個請求',
  target: 'host:port 或 URL（http 或 https）',
  path: '請求的路徑（預設取自 URL，否則為 /）',
  host: 'Host 標頭（預設為目標的主機與連接埠）',
  method: '請求的方法',
  connections: '閒置連線數，1 到 4（預設 4）',
  maxWait: '最多等多久讓伺服器關閉；更長的上限會照實說明（預設 150s，最多 2h）',
  requests: '另外測量一條連線在多少個請求後結束，最多到這個數目（預設 1100，也是最大值）',
  age: '另外測量忙碌的連線在多久後結束，最多到這個時間（預設同 --max-wait）',
  allowLoadBalancer: '即使回應顯示有代理、負載平衡器或多個伺服器也探測；測得的是它的上限',
  dryRun: '只說明將做的每一件事，什麼都不做',
  cacert: '信任的憑證機構 PEM 檔（https）',
  cert: '用戶端憑證 PEM 檔（https）',
  key: '用戶端金鑰 PEM 檔（https）',
  servername: 'SNI 與檢查憑證用的名稱（https）',
  insecure: '不檢查憑證（https）',
  ascii: '只用 ASCII 字元繪製',
  width: '文字欄寬（預設為終端機寬度，最多 110）',
  noProgress: '標準錯誤輸出不顯示任何東西：不說將做什麼，也不顯示進度',
  exitCodes: '結束代碼：0 已測得，或只顯示計畫 · 3 在 --max-wait 內沒有關閉，或之前被中斷 · 2 失敗，或拒絕測量',
  safety:
    '測到的是這個位址本身的行為：請在用戶端所在之處執行，最好在 pod 內對 127.0.0.1 執行。經過 Service 或負載平衡器，測到的會是它們。任何錯誤都會結束探測。',
};

/** Words of `why503 probe` on the command line; those of its report are the probe's own. */
export const probeCommandTexts: { readonly [L in Language]: { readonly [K in keyof typeof en]: string } } = { en, 'zh-TW': zhTW };
