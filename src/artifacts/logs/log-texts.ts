import { type Say, speaker, type Translation } from '../../model/text.ts';

/** What the reading of logs says about its input, for the coverage part of a result. */
export const logTexts = {
  damagedRows: '{count} lines of {file} begin like access-log rows but are cut off or interleaved; they are not counted',
  onlyDamagedRows: '{file} has {count} lines that begin like access-log rows, and none of them could be read',
  failuresCut: '{file} has {count} failing requests; {kept} of them, from both ends, were kept for a close look, all are counted',
  duplicateRows: '{count} access-log rows of {pod} stand in more than one file and are counted once',
  retriesForgotten: 'The logs hold more requests than are remembered, so some failures that a retry saved may look lost',
  rowsWithoutTime: '{count} lines of {file} are access-log rows without a start time; they cannot be placed in time and are not counted',
  longLines: '{count} lines of {file} are longer than 1 MiB and were cut',
  manyProxies: '{file} holds rows of several proxies ({addresses}) without a name on each line; connections and directions may be mixed up',
} as const;

export const logTextsZhTw: Translation<typeof logTexts> = {
  damagedRows: '{file} 有 {count} 行看似存取紀錄,但被截斷或彼此交錯,未列入計算',
  onlyDamagedRows: '{file} 有 {count} 行看似存取紀錄,但沒有任何一行讀得出來',
  failuresCut: '{file} 有 {count} 個失敗請求;僅保留頭尾共 {kept} 個供細查,計數則包含全部',
  duplicateRows: '{pod} 有 {count} 筆存取紀錄出現在不只一個檔案中,只計算一次',
  retriesForgotten: '紀錄中的請求數量超過可記住的上限,有些已被重試救回的失敗可能看起來像是真的失敗',
  rowsWithoutTime: '{file} 有 {count} 行存取紀錄沒有開始時間,無法排入時間軸,未列入計算',
  longLines: '{file} 有 {count} 行超過 1 MiB,已被截短',
  manyProxies: '{file} 混有多個 proxy({addresses})的紀錄,而且各行沒有名稱;連線與方向可能會混淆',
};

export const sayOfLogs: Say<typeof logTexts> = speaker('logs', logTexts);
