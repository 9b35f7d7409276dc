import type { Language } from './language.ts';

const en = {
  description: 'diagnose failing requests from evidence: folders, files and archives of dumps, logs and objects; without any, from the live cluster',
  paths: 'folders, files, .tar, .tar.gz or .zip archives, or - for standard input; recognised by content (default: the cluster of the kubeconfig)',
  from: 'only requests of this workload',
  to: 'only requests for this service or workload',
  since: 'only what failed in this length of time before the evidence was taken, for example 30m or 2h',
  window: 'only what failed in this stretch of time: 02:00..02:30 (UTC), 2026-11-22T02:00Z..2026-11-22T02:30Z, 2h..1h or 30m before the evidence ends',
  verbose: 'show every finding, every vote and raw lines',
  ascii: 'draw with ASCII only',
  width: 'columns of the text (default: the terminal, at most 110)',
  noProgress: 'no progress line on standard error',
  save: 'without paths: keep what was collected as an archive, which gives the same diagnosis again',
  emptyWindow: 'The stretch of time ends before it begins (the evidence ends at {end}).',
  emptyWindowNext: 'Give the earlier end first: 02:00..02:30, or 2h..1h for the hour that began two hours before the end.',
  reading: 'reading {file}  {files} {files|file|files}, {size}',
  limit: 'limit of the reading: {what} (default {value})',
} as const;

const zhTW: { readonly [K in keyof typeof en]: string } = {
  description: '從證據診斷失敗的請求：資料夾、檔案，以及設定傾印、記錄與物件的封存檔；都不給時，從運作中的叢集診斷',
  paths: '資料夾、檔案、.tar、.tar.gz 或 .zip 封存檔，或以 - 代表標準輸入；依內容辨識（預設：kubeconfig 的叢集）',
  from: '只看這個工作負載送出的請求',
  to: '只看送往這個服務或工作負載的請求',
  since: '只看取得證據之前這段時間內的失敗，例如 30m 或 2h',
  window: '只看這段時間內的失敗：02:00..02:30（UTC）、2026-11-22T02:00Z..2026-11-22T02:30Z，或證據結束前的 2h..1h、30m',
  verbose: '顯示所有發現、所有計分與原始記錄',
  ascii: '只用 ASCII 字元繪製',
  width: '文字欄寬（預設為終端機寬度，最多 110）',
  noProgress: '不在標準錯誤輸出顯示進度',
  save: '不給路徑時：將收集到的內容存成封存檔，日後可得到相同的診斷',
  emptyWindow: '這段時間的結束早於開始（證據止於 {end}）。',
  emptyWindowNext: '請先給較早的一端：02:00..02:30，或以 2h..1h 表示證據結束前兩小時起的那一小時。',
  reading: '讀取 {file}  {files} 個檔案，{size}',
  limit: '讀取上限：{what}（預設 {value}）',
};

/** Words of `why503 diagnose`. */
export const diagnoseTexts: { readonly [L in Language]: { readonly [K in keyof typeof en]: string } } = { en, 'zh-TW': zhTW };
