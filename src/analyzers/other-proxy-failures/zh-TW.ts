import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { otherProxyFailures } from './index.ts';

export const zhTW: Texts = translate(otherProxyFailures.messages, {
  reasonNotTold:
    '往 {target} 的 {failures} 個失敗中，有 {count} 個是 {proxy} 自己作出的回應；它的記錄沒有說明連線是遭拒絕、遭重設、TLS 失敗，還是得到不合法的 HTTP。它的錯誤記錄會說明。',
  lateReasonNotTold:
    '往 {target} 的 {failures} 個失敗中，有 {count} 個是 {proxy} 自己作出的回應（504）；它的記錄沒有說明太晚的是連線還是回應。它的錯誤記錄會說明。',
  makerNotTold: '往 {target} 的 {failures} 個失敗中，有 {count} 個只見於 {proxy} 的記錄列，其中沒有說明回應由它自己作出，還是由它轉交。它的錯誤記錄會說明。',
  nobodyAsked: '往 {target} 的 {failures} 個失敗中，有 {count} 個是 {proxy} 未詢問任何伺服器就作出的回應：它沒有可詢問的對象，或設定要它自己回應。',
  onlyUnrepeatable:
    'nginx 在已結束的連線上失去了 {count} 個往 {target} 的請求，全都是它不會重送的方法（{methods}），另外自行重送了 {saved} 個其他請求：這符合連線先前已閒置的情形。',
  repeatable:
    'nginx 在已結束的連線上失去的往 {target} 的請求中，有 {count} 個可以重送（{methods}）卻只嘗試了一次，而它重送了 {saved} 個其他請求：這些連線先前未曾使用過。',
  oneSideOnly: '往 {target} 的 {failures} 個失敗中，有 {count} 個是 {proxy} 轉交的回應；只有它這一側有記錄，因此看不出是應用程式還是它前方的代理作出的。',
});
