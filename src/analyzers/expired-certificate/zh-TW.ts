import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { expiredCertificate } from './index.ts';

export const zhTW: Texts = translate(expiredCertificate.messages, {
  serverCertificateExpired: '{pod} 的憑證於 {end} 到期，此後與它的 {failed} 次交握都失敗。',
  clientCertificateExpired: '{pod} 的憑證於 {end} 到期，此後它開啟的 {failed} 條連線在第一次使用時沒有得到回應就結束。',
  handshakeSaysExpired: '往 {server} 的 {failed} 次交握因憑證過期而失敗。',
  expiredThoughValid: '往 {server} 的 {failed} 次交握因憑證過期而失敗，但當時兩個代理的憑證都有效。',
  notYetValid: '往 {server} 的 {failed} 次交握因憑證尚未生效而失敗。',
  rootsDiffer: '{client} 與 {server} 的 {failed} 次交握因憑證的簽發者而失敗，且兩個代理沒有共同信任的根憑證。',
  issuerUnknown: '往 {server} 的 {failed} 次交握因憑證的簽發者不受信任而失敗。',
  certificateRefused: '往 {server} 的 {failed} 次交握在驗證憑證時失敗，沒有說明原因。',
  noCertificate: '往 {server} 的 {failed} 條連線失敗，因為 {client} 沒有憑證可出示。',
  noCertificateNoSigning: '往 {server} 的 {failed} 條連線失敗，因為 {client} 沒有憑證可出示，而且它的代理程式無法取得簽發。',
  certificatesValid: '{client} 與 {server} 的憑證自 {begin} 至 {end} 有效，涵蓋了這些失敗的時間。',
  rootsAgree: '代理 {client} 與 {server} 信任相同的根憑證。',
  noHandshakeFailed: '{total} 個失敗的請求中，沒有一個是在 TLS 交握時失敗。',
});
