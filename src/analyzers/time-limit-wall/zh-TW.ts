import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { timeLimitWall } from './index.ts';

export const zhTW: Texts = translate(timeLimitWall.messages, {
  timeoutAtLimit: '{hop} 上有 {failed} 個請求在 {low} 到 {high} 後被代理結束，正好是為它們設定的時間限制 {limit}。',
  fewAtLimit: '{hop} 上有 {failed} 個請求在 {low} 到 {high} 後由 proxy 結束，正好在為其設定的時間上限 {limit}；數量太少，也可能是連線已中斷。',
  proxyTimesOut: '{hop} 上有 {failed} 個請求在 {low} 到 {high} 後因時間限制被代理結束。',
  callersTellTimeout: '呼叫端表示 {hop} 上有 {failed} 個請求因時間上限被 proxy 結束；沒有任何記錄列說明歷時多久，以及伺服器是否收到。',
  resetsAtWall: '{hop} 上有 {failed} 個請求在 {low} 到 {high} 後被重設，彷彿接收端自有時間限制。',
  gatewayTimeoutAnswered: '{server} 在 {low} 到 {high} 後以 504 回應了 {failed} 個請求。',
  noTimeLimitMet: '{total} 個失敗的請求中沒有任何逾時旗標，最長的一個歷時 {high}。',
});
