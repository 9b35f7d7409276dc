import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { podStart } from './index.ts';

export const zhTW: Texts = translate(podStart.messages, {
  refusedBeforeListening: 'Pod {pod} 於 {time} 啟動且沒有就緒探測，{failures} 個失敗的請求在它啟動後的頭幾秒遭它拒絕連線。',
  failsWhileServerStarts: 'Pod {pod} 於 {time} 啟動，{failures} 個失敗的請求是在它啟動後的頭幾秒送往它的。',
  failsWhileClientStarts: 'Pod {pod} 的代理於 {time} 啟動，{failures} 個失敗的請求是在它啟動後的頭幾秒送出的。',
  nobodyStarts: '失敗的請求之前一分鐘內，{target} 與其用戶端都沒有 Pod 啟動。',
  failsLongAfterStart: '路徑上最後一個 Pod 啟動 {seconds} 秒之後，送往 {target} 的請求仍持續失敗。',
});
