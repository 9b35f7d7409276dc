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
};
