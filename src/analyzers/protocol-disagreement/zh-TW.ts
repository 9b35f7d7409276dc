import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { protocolDisagreement } from './index.ts';

export const zhTW: Texts = translate(protocolDisagreement.messages, {
  declaredOtherwise: '經由 {cluster} 的請求全部失敗（{failed} 個），其回應無法解讀，而該連接埠宣告為 {declared}。',
  portSpeaksTls:
    '代理經由 {cluster} 以明文 HTTP 連到連接埠 {port}，但該連接埠以 HTTPS 回應探測，{failed} 個請求全都在連線第一次使用時沒有得到可解讀的回應就結束。',
  unreadable: '經由 {cluster} 的請求全部失敗（{failed} 個），因為其回應無法解讀。',
  http2Unanswered: '代理經由 {cluster} 使用 HTTP/2，{failed} 個請求全都在連線第一次使用時沒有得到回應就結束。',
  requestUnreadable: '有 {failed} 個請求送達 {server} 時，形式無法解讀為 HTTP。',
  sameProtocolServes: '有 {ok} 個請求以相同的通訊協定經由 {cluster} 正常完成。',
  noProtocolError: '{total} 個失敗的請求中，沒有一個是因無法解讀通訊協定而失敗。',
});
