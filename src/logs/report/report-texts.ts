import { type Say, speaker, type Translation } from '../../model/text.ts';

/** What the reading of access logs has to say about its input. */
export const logReportTexts = {
  errorsOnly:
    '{proxy}: {failed} {failed|failure|failures} and only {succeeded} {succeeded|request|requests} that went well: either all failed, or the log holds errors only and its quiet times and ordinals mean nothing',
  severalProxies: '{proxy}: rows of several proxies ({addresses}) without a name on each line, so connections are mixed up',
  disorder: '{proxy}: {share} of the rows stand far from their place in time: merged from several logs, or copied twice',
  newestFirst: '{proxy}: the rows stand newest first, so that nothing can be followed; turn the log around: tac FILE | why503 logs -',
  twice: '{proxy}: {share} of the rows stand there twice: the log was put together from parts that overlap, or collected twice, and may lack others',
  hole: '{proxy}: no row from {from} to {to}, where about {expected} were to be expected: a part is missing',
  fewerThanCounted: '{proxy}: {rows} {rows|row|rows} for {cluster}, but its Envoy counted {counted} requests: rows are missing',
  agrees: '{proxy}: its Envoy counted {counted} requests for {cluster}, the log has {rows}: nothing is missing',
  collectWhole: 'Collect the whole log of each pod apart (no sampling, no filter, all rotated files): kubectl -n NAMESPACE logs POD -c istio-proxy > POD.log',
  duplicates: '{count} {count|row stands in the logs twice and counts|rows stand in the logs twice and count} once',
  damaged:
    '{count} {count|line begins like an access-log row but is cut off or interleaved; it is|lines begin like access-log rows but are cut off or interleaved; they are} not counted',
  forgotten:
    'So many connections were open that {count} of them {count|was|were} forgotten; some requests count as the first on their connection although they are not',
  poolsCut: 'There are more pools of connections than are followed; {count} {count|row|rows} of the others {count|is|are} counted by flag only',
  failuresCut: 'There are more kinds of failures than are kept apart; the rest is counted together',
  resetsCut: '{cluster}: {count} {count|reset|resets}, of which the first {kept} {kept|was|were} kept for a close look',
  stopped: 'Reading was stopped; this is what had been read by then',
  noRows: 'No access-log row was found in {files} {files|file|files}',
  otherProxies: '{count} lines are rows of {proxies}, which tell of no connections to measure: `why503 diagnose` reads them',
  allLeftOut: 'There are access-log rows, and --since, --until, --cluster and --host leave out all of them',
  noFiles: 'There was no log among the given paths',
} as const;

export const logReportTextsZhTW: Translation<typeof logReportTexts> = {
  errorsOnly: '{proxy}：有 {failed} 次失敗，成功的請求卻只有 {succeeded} 次：不是全部失敗，就是記錄只保留錯誤，閒置時間與順序因此沒有意義',
  severalProxies: '{proxy}：混有多個 proxy（{addresses}）的記錄列，各行又沒有名稱，連線因此混在一起',
  disorder: '{proxy}：{share} 的記錄列離它們應在的時間很遠：由多份記錄合併，或重複複製',
  newestFirst: '{proxy}：記錄列由新到舊排列，因此無法追蹤連線；請先反轉記錄：tac FILE | why503 logs -',
  twice: '{proxy}：{share} 的記錄列出現兩次：記錄由互相重疊的部分拼成，或收集了兩次，也可能缺少其他部分',
  hole: '{proxy}：從 {from} 到 {to} 沒有任何一列，照理應有約 {expected} 列：缺了一段',
  fewerThanCounted: '{proxy}：{cluster} 有 {rows} 列，但它的 Envoy 計得 {counted} 個請求：有記錄列遺失',
  agrees: '{proxy}：它的 Envoy 為 {cluster} 計得 {counted} 個請求，記錄中有 {rows} 列：沒有遺失',
  collectWhole: '請分別收集每個 Pod 的完整記錄（不取樣、不過濾、包含所有輪替檔）：kubectl -n NAMESPACE logs POD -c istio-proxy > POD.log',
  duplicates: '{count} 列在記錄中出現兩次，只計算一次',
  damaged: '{count} 行看似存取記錄，但被截斷或彼此交錯，未列入計算',
  forgotten: '同時開啟的連線太多，其中 {count} 條已被遺忘；有些請求會被當成連線上的第一個，其實不是',
  poolsCut: '連線池的數量超過可追蹤的上限；其餘的 {count} 列只依旗標計數',
  failuresCut: '失敗的種類超過可分開保留的上限；其餘合併計算',
  resetsCut: '{cluster}：{count} 次重設，保留了前 {kept} 次供細查',
  stopped: '讀取已中止；以下是到那時為止讀到的內容',
  noRows: '在 {files} 個檔案中沒有找到任何存取記錄列',
  otherProxies: '有 {count} 行是 {proxies} 的記錄列，其中沒有可量測的連線：請用 `why503 diagnose` 讀取',
  allLeftOut: '檔案中有存取記錄列，但全都被 --since、--until、--cluster 或 --host 排除',
  noFiles: '給定的路徑中沒有記錄檔',
};

export const sayOfReport: Say<typeof logReportTexts> = speaker('log-report', logReportTexts);
