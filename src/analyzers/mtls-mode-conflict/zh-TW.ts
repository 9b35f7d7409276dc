import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { mtlsModeConflict } from './index.ts';

export const zhTW: Texts = translate(mtlsModeConflict.messages, {
  plaintextRefused: '往 {server} 的 {refused} 條連線沒有得到回應就結束：傳送端（{client}）使用明文，而接收端只接受雙向 TLS。',
  listenerRefuses: '{server} 的監聽器因沒有符合的過濾鏈而拒絕了 {client} 的 {refused} 條連線，要求雙向 TLS 卻收到明文時便是如此。',
  strictListenerRefuses: '{server} 的監聽器只接受雙向 TLS，並因沒有符合的過濾鏈而拒絕了 {client} 的 {refused} 條連線。',
  plaintextSentTo: '{client} 以明文送往 {server}，{refused} 條連線在第一次使用時沒有得到回應就結束，而 {server} 接受什麼並不清楚。',
  mutualTlsToPlaintext: '{client} 開始雙向 TLS 時，往 {server} 的 {refused} 條連線失敗，因為接收端只接受明文。',
  answeredInPlaintext: '{client} 與 {server} 的 {refused} 次 TLS 交握得到的回應不是 TLS。',
  settingsConflict: '呼叫端被設定為以明文送往 {service}（{client}），而其 Pod 只接受雙向 TLS（{server}）。',
  bothAgree: '{client} 與 {server} 的通訊方式一致（{mode}），因此這些失敗不是 TLS 模式衝突。',
  othersSucceed: '其他請求失敗的同時，{client} 經由同一叢集送往 {server} 的 {ok} 個請求都正常。',
  noBrokenConnection: '{total} 個失敗的請求中，沒有一個是在兩個代理之間的連線上中斷。',
});
