import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { containerCrash } from './index.ts';

export const zhTW: Texts = translate(containerCrash.messages, {
  crashedDuringFailures: 'Pod {pod} 的容器 {container} 於 {time} 自行結束（{exit}），{failures} 個失敗的請求落在它離線的期間。',
  lastWordsWithResets: 'Pod {pod} 的容器 {container} 的日誌顯示它於 {time} 當掉，連往它的連線在同一秒結束；{failures} 個失敗的請求落在此處。',
  lastWords: 'Pod {pod} 的容器 {container} 的日誌顯示它在 {time} 前後當掉，{failures} 個失敗的請求落在此處。',
  endsForUnknownReason: 'Pod {pod} 的容器 {container} 於 {time} 結束，原因不明，{failures} 個失敗的請求落在它離線的期間。',
  neverStaysUp: 'Pod {pod} 的容器 {container} 每次啟動後都會結束（已重新啟動 {restarts} 次）：並不是某個請求使它當掉。',
  endsForAnotherReason: 'Pod {pod} 於 {time} 離線的原因不是當機（{kind}），失敗的請求落在它離線的期間。',
  crashedAtAnotherTime: 'Pod {pod} 的容器 {container} 於 {time} 自行結束，與失敗的請求相隔 {away}。',
  noContainerEnded: '請求失敗期間，{target} 的 {pods} 個 Pod 沒有任何容器結束。',
});
