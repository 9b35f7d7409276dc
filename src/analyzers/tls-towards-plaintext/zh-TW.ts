import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { tlsTowardsPlaintext } from './index.ts';

export const zhTW: Texts = translate(tlsTowardsPlaintext.messages, {
  tlsToPlaintext: '{client} 被設定為對 {server} 發起 TLS，而 {failed} 次交握得到的回應不是 TLS。',
  notTls: '{client} 與 {server} 的 {failed} 次交握得到的回應不是 TLS。',
  plaintextToTlsPort: '{client} 以明文送往 {server} 的連接埠 {port}，{failed} 條連線在第一次使用時沒有得到回應就結束。',
  noTlsOfItsOwn: '{client} 對 {server} 不自行發起 TLS（{mode}），因此原因不在其 TLS 發起設定。',
  handshakeNotReached: '{total} 個失敗的請求中，沒有一個是在建立連線時失敗。',
});
