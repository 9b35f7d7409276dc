import type { Language } from './language.ts';

const en = {
  description: 'write evidence anew as one archive without secrets: values of variables, tokens, passwords, credentials in URLs, query strings',
  output: 'the archive to write',
  format: 'form of the summary on standard output',
  exits: 'Exit codes: 0 every file is in the new archive · 3 some were left out (they are named) · 2 nothing could be written',
  label: 'REDACTED',
  done: '{files} files ({size}) in {archive}',
  leftOut: 'Left out',
  more: '… and {count} more',
  look: 'Names of hosts, workloads and addresses stay. Look through it before you pass it on: no rule knows every secret.',
  next: 'Diagnose it',
} as const;

const zhTW: { readonly [K in keyof typeof en]: string } = {
  description: '將證據改寫為一個不含機密的封存檔：環境變數的值、權杖、密碼、URL 中的認證與查詢字串都會替換',
  output: '要寫入的封存檔',
  format: '標準輸出上摘要的形式',
  exits: '結束代碼：0 每個檔案都在新封存檔中 · 3 有些略過（會列出） · 2 無法寫入',
  label: '已遮蔽',
  done: '{archive} 中有 {files} 個檔案（{size}）',
  leftOut: '略過',
  more: '……以及另外 {count} 個',
  look: '主機、工作負載的名稱與位址會保留。轉交之前請先看過：沒有規則認得所有的機密。',
  next: '進行診斷',
};

/** Words of `why503 redact`. */
export const redactTexts: { readonly [L in Language]: { readonly [K in keyof typeof en]: string } } = { en, 'zh-TW': zhTW };
