import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { podShutdown } from './index.ts';

export const zhTW: Texts = translate(podShutdown.messages, {
  failsAtStoppingPod: 'Pod {pod} 於 {time} 被要求停止，{failures} 個失敗的請求是在它離開期間送往它的。',
  stopsForUnknownReason: 'Pod {pod} 的記錄顯示它於 {time} 被要求停止，{failures} 個失敗的請求落在呼叫端得知之前；沒有任何物件或事件說明是誰停止了它。',
  failsAtReplacedPod: 'Pod {pod} 最後一次有紀錄是在 {time}，之後由另一個 Pod 取代，{failures} 個失敗的請求是在它結束前後送往它的。',
  failsWhilePodStops: 'Pod {pod} 於 {time} 被要求停止，{failures} 個失敗的請求落在呼叫端得知之前。',
  failsMeanwhile: 'Pod {pod} 於 {time} 被要求停止，{failures} 個失敗的請求落在呼叫端得知之前，但看不出它們曾送到該 Pod。',
  goesForAnotherReason: 'Pod {pod} 於 {time} 離線，但並未被要求停止（{kind}），失敗的請求落在它離線的期間。',
  stopsWithoutFailures: 'Pod {pod} 於 {time} 被要求停止，失敗的請求則是送往其他 Pod，或發生在其他時間。',
  noPodStops: '請求失敗期間，{target} 的 {pods} 個 Pod 都沒有被要求停止。',
});
