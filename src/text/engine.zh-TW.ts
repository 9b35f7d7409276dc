import type { Translation } from '../model/text.ts';
import type { engineTexts } from './engine.ts';

export const engineTextsZhTW: Translation<typeof engineTexts> = {
  diagnosed: '送往 {target} 的 {requests} 個請求中有 {failures} 個失敗；證據指出了原因。',
  diagnosedUncounted: '送往 {target} 的請求有 {failures} 個失敗；證據指出了原因。',
  diagnosedInPart: '送往 {target} 的請求有 {failures} 個失敗；證據指出了其中 {explained} 個的原因，其餘的無從得知。',
  predicted: '證據中沒有任何送往 {target} 的請求；但依證據中的設定或計數器，送往它的請求會失敗。',
  undecidedIncident: '送往 {target} 的請求有 {failures} 個失敗；手上的證據符合多種原因，無法分辨是哪一個。',
  unexplainedIncident: '送往 {target} 的請求有 {failures} 個失敗；證據中沒有任何內容能解釋。',
  healthy: '看到 {requests} 個請求，沒有任何一個失敗。',
  healthyButAborted: '看到 {requests} 個請求，除了 {aborted} 個由用戶端自行放棄之外，沒有失敗。',
  mostlyAborted: '{requests} 個請求得到回應，卻有更多（{aborted} 個）由用戶端自行放棄：是否因為沒有回應，這些記錄列無法說明；呼叫端的記錄與時間限制才能說明。',
  injected:
    '對 {target} 的 {failures} 個請求是由錯誤注入（FI）結束的：VirtualService 中的 `fault.abort`，或帶有 fault 過濾器的 EnvoyFilter 如此要求。沒有任何東西壞掉；若非有意，請移除該設定：`kubectl get virtualservices -A -o yaml | grep -B20 -A8 "fault:"`。',
  abortedLate:
    '{requests} 個請求得到回應，另有 {late} 個在遠比回應所需更久的等待之後由用戶端自行放棄，且完全沒有收到回應：長輪詢會如此，停住的伺服器也會。呼叫端的記錄與時間限制，以及伺服器當時的記錄，才能分辨。',
  grpcUntold:
    '看到 {requests} 個請求，其中多數是未記錄狀態的 gRPC 呼叫：失敗的呼叫在 HTTP 上同樣是 200。請記錄 %GRPC_STATUS%（JSON 格式為 grpc_status），或提供呼叫端的記錄。',
  healthyInPart: '所詢問的範圍內看到 {requests} 個請求，沒有任何一個失敗。',
  healthySavedByRetry: '看到 {requests} 個請求；有 {saved} 次嘗試失敗，但全部都由重試挽回。',
  nothingAnalysed: '輸入中沒有任何可分析的內容，因此無法得知任何事。',
  noRequests: '證據中沒有這條路徑上的任何請求，無論失敗或成功；沒有存取記錄或用戶端記錄，就無法判斷請求是否失敗。',
  noRequestsForQuestion: '證據中有請求，但沒有屬於所詢問路徑的請求；看到的請求有 {known}。',
  noRequestsInTime: '證據中有請求，但沒有任何一個落在所詢問的時段；看到的請求介於 {from} 至 {to}。',
  crashed: '部分分析失敗（{part}），因此不給出結論。',
};
