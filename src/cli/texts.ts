import type { Language } from './language.ts';

const en = {
  description: 'Who hung up, why, and what makes it stop: diagnoses 503 UC and its relatives in Envoy and Istio meshes, from evidence and offline.',
  version: 'print the version',
  help: 'show this help',
  output: 'form of the answer: what a person reads, or what a program reads',
  lang: 'language of the answer (default: from LC_ALL, LC_MESSAGES or LANG)',
  noColor: 'no colours; NO_COLOR is obeyed as well',
  debug: 'show the stack of an unexpected error',
  completion: 'print a completion script for a shell',
  shell: 'bash, zsh or fish',
  examples: 'Examples:',
  exitCodes: 'Exit codes: 0 healthy · 1 diagnosed · 3 undecided · 2 the tool could not do its job',
  usageHeading: 'Usage:',
  argumentsHeading: 'Arguments:',
  optionsHeading: 'Options:',
  commandsHeading: 'Commands:',
  choices: '(choices: {values})',
  isPath: '{path} is a path; to diagnose it: why503 diagnose {path}',
} as const;

const zhTW: { readonly [K in keyof typeof en]: string } = {
  description: '誰先斷線、為什麼、怎麼讓它停止：離線分析證據，診斷 Envoy 與 Istio 網格中的 503 UC 及同類錯誤。',
  version: '顯示版本',
  help: '顯示這份說明',
  output: '答案的形式：給人讀的，或給程式讀的',
  lang: '答案的語言（預設取自 LC_ALL、LC_MESSAGES 或 LANG）',
  noColor: '不使用顏色；也遵守 NO_COLOR',
  debug: '發生未預期的錯誤時顯示堆疊',
  completion: '輸出 shell 的自動補全指令稿',
  shell: 'bash、zsh 或 fish',
  examples: '範例：',
  exitCodes: '結束代碼：0 健康 · 1 已找到原因 · 3 無法判定 · 2 工具無法完成工作',
  usageHeading: '用法：',
  argumentsHeading: '引數：',
  optionsHeading: '選項：',
  commandsHeading: '指令：',
  choices: '（可用值：{values}）',
  isPath: '{path} 是路徑；要診斷它請執行：why503 diagnose {path}',
};

/** The command line's own words. */
export const cliTexts: { readonly [L in Language]: { readonly [K in keyof typeof en]: string } } = { en, 'zh-TW': zhTW };

/** The commands in the program's help: usage and what it is for. */
export const summaries: { readonly [L in Language]: { readonly [usage: string]: string } } = {
  en: {
    'diagnose [paths...]': 'find out who hung up and why, from folders, files and archives of evidence, or from the live cluster',
    collect: 'gather the evidence of a request path from the live cluster into an archive, redacted and bounded; only reads',
    'explain [text...]': 'say what an error text, flag, details string or log line says and does not say',
    'fix [paths...]': 'print checked patches for what a diagnosis names, with risk, effect and undo',
    verify: 'hold failures before and after a change against each other, and say whether it helped',
    simulate: 'what-if: expected failures of the keep-alive race for given limits and traffic',
    'probe <target>': 'measure when a server closes idle connections, and how',
    'logs [paths...]': 'measure access logs of any size: failures over time, quiet times before resets, and which mechanism fits them',
    'redact <paths...>': 'write evidence anew as one archive without secrets',
    generate: 'print manifests, such as the least rights that reading a live cluster needs',
    lab: 'break a real mesh on this machine on demand, diagnose it, fix it, prove it',
    'completion <shell>': en.completion,
  },
  'zh-TW': {
    'diagnose [paths...]': '從資料夾、檔案與封存檔中的證據，或從運作中的叢集，找出誰先斷線、為什麼',
    collect: '從運作中的叢集收集一條請求路徑的證據，遮蔽機密、限制用量並寫成封存檔；只讀取',
    'explain [text...]': '說明錯誤文字、旗標、詳情字串或記錄列說了什麼、沒說什麼',
    'fix [paths...]': '為診斷指出的原因列出通過檢查的修補，附風險、效果與還原方式',
    verify: '比較變更前後的失敗，說明變更是否有用',
    simulate: '假設分析：給定限制與流量，估計 keep-alive 競態的失敗次數',
    'probe <target>': '測量伺服器何時、如何關閉閒置連線',
    'logs [paths...]': '量測任意大小的存取記錄：失敗的時間分布、重設之前的閒置時間，以及吻合的機制',
    'redact <paths...>': '將證據改寫為一個不含機密的封存檔',
    generate: '輸出資源清單，例如讀取運作中的叢集所需的最小權限',
    lab: '在這台機器上按需要弄壞真實的網格、診斷、修復並證明',
    'completion <shell>': zhTW.completion,
  },
};
