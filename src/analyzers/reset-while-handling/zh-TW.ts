import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { resetWhileHandling } from './index.ts';

export const zhTW: Texts = translate(resetWhileHandling.messages, {
  handlerPanics: '在 {failures} 個失敗中的 {count} 個發生時，{server} 的處理常式發生 panic，而行程仍存活。',
  endsWhileHandling: '{failures} 個失敗中有 {count} 個在請求送出後 {shortest} 至 {longest} 毫秒結束，且沒有任何跡象顯示 {server} 的行程曾結束。',
  oneOfManyPaths: '{hop} 上對 {path} 的 {count} 個請求全都得不到回應，其中 {onNew} 個在新連線上，而對其他路徑的 {served} 個請求都有回應。',
  onlyOnePath: '結束的 {count} 條連線都是在處理對 {path} 的請求時結束，與連線的存在時間和閒置時間無關：其他連線更久也沒事。',
  endsAtOneLength: '{failures} 個失敗中有 {count} 個在請求送出後 {shortest} 至 {longest} 毫秒結束：幾乎總是相同的時間。',
  endsAtOnce: '結束的 {count} 條連線都在請求後 {longest} 毫秒內結束，處理常式尚未開始處理。',
  processEnded: '結束的 {count} 條連線都發生在 {server} 離開或恢復期間：其行程並未存活。',
});
