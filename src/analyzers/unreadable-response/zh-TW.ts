import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { unreadableResponse } from './index.ts';

export const zhTW: Texts = translate(unreadableResponse.messages, {
  codecNamesViolation: '{pod} 的編解碼器丟棄了 {failed} 個往 {target} 的請求的回應：{error}。',
  codecNamesCut: '{pod} 的編解碼器看到 {failed} 個來自 {target} 的回應在中途結束（{error}）。',
  serverMiscounts: '{failed} 個來自 {target} 的回應無法解讀時，{pod} 的應用程式記錄了「{said}」。',
  failsAgainOnRetry: '{target} 的 {failed} 個無法解讀的回應都屬於 {path}，其中 {retried} 個重試後仍無法解讀，而另外 {ok} 個請求正常。',
  codecReadsNoHttp: '{pod} 的編解碼器在 {failed} 個請求中收到的根本不是 HTTP/1（{error}）。',
  codecNamesLimit: '{target} 的 {failed} 個協定失敗，編解碼器都是因標頭上限而終止（{error}）。',
});
