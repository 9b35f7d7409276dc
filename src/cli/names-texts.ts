import type { Language } from './language.ts';

const en = {
  redactNames:
    'replace names (of namespaces, workloads, pods, services, hosts, nodes, registries) and addresses too, everywhere by the same; the diagnosis stays',
  map: 'write what was replaced by what to this file, for your eyes; implies --redact-names',
  key: 'a file whose content decides the replacements, so that another archive gets the same ones; a new key each time unless given; implies --redact-names',
  done: '{words} words of names and {addresses} addresses are replaced, everywhere by the same.',
  kept: 'These names stay, since they are words that everybody uses or that the diagnosis needs: {names}.',
  look: 'What hosts call themselves in paths of requests, in free text and in names of fields is known only where it is a name elsewhere too: look through it before you pass it on.',
  mapped: 'What was replaced by what stands in {file}. Keep it to yourself.',
  keyUnreadable: 'The file of --names-key cannot be read: {reason}',
  keyShort: 'The key in {file} is shorter than 16 characters: names could be guessed from their replacements.',
  keyNext: 'Make one: head -c 24 /dev/urandom | base64 > names.key',
  mapUnwritable: 'The file of --names-map cannot be written: {reason}',
  mapNext: 'Give another file; one that exists is not overwritten.',
} as const;

const zhTW: { readonly [K in keyof typeof en]: string } = {
  redactNames: '一併替換名稱（命名空間、工作負載、Pod、服務、主機、節點、映像檔倉庫）與位址，各處一致；診斷不變',
  map: '將替換對照寫入此檔，僅供自己使用；隱含 --redact-names',
  key: '檔案內容決定如何替換，讓另一個封存檔得到相同結果；未指定則每次使用新的金鑰；隱含 --redact-names',
  done: '已替換 {words} 個名稱用詞與 {addresses} 個位址，各處一致。',
  kept: '這些名稱保留，因為是人人使用或診斷需要的詞：{names}。',
  look: '請求路徑、自由文字與欄位名稱中的稱呼，只有在別處也是名稱時才認得：轉交之前請先看過。',
  mapped: '替換對照寫在 {file}。請自行保管。',
  keyUnreadable: '無法讀取 --names-key 的檔案：{reason}',
  keyShort: '{file} 中的金鑰少於 16 個字元：可能由替換結果猜出名稱。',
  keyNext: '產生一個：head -c 24 /dev/urandom | base64 > names.key',
  mapUnwritable: '無法寫入 --names-map 的檔案：{reason}',
  mapNext: '請給另一個檔名；已存在的檔案不會被覆寫。',
};

/** Words of `--redact-names`. */
export const namesTexts: { readonly [L in Language]: { readonly [K in keyof typeof en]: string } } = { en, 'zh-TW': zhTW };
