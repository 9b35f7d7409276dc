import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { closeAfterResponse } from './index.ts';

export const zhTW: Texts = translate(closeAfterResponse.messages, {
  closedRightAfter: '{failures} 個失敗中有 {count} 個遇到的連線，在前一個回應後 {longest} 毫秒內就已結束，而其伺服器仍存活。',
  longQuietBefore: '使用過的連線上的 {count} 個失敗，之前都至少閒置了 {shortest} 毫秒：這些連線不是因回應而結束。',
  failsOnFirstUse: '結束的 {count} 條連線都是在第一個請求時結束：之前沒有任何回應。',
});
