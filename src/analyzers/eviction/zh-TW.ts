import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { eviction } from './index.ts';

export const zhTW: Texts = translate(eviction.messages, {
  evictedDuringFailures: 'Pod {pod} 於 {time} 遭驅逐，{failures} 個失敗的請求落在它離線的期間。',
  nodeLostDuringFailures: 'Pod {pod} 的節點自 {time} 起未就緒（最多在失聯一分鐘後才顯示），{failures} 個失敗的請求落在這段時間。',
  goesForAnotherReason: 'Pod {pod} 於 {time} 離線，但並非遭到驅逐（{kind}），失敗的請求落在它離線的期間。',
  evictedAtAnotherTime: 'Pod {pod} 曾於 {time} 遭驅逐，沒有失敗的請求落在該處。',
  noPodEvicted: '{target} 的 {pods} 個 Pod 從第一個失敗的請求之前就一直存在。',
});
