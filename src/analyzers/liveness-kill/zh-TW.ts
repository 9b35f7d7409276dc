import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { livenessKill } from './index.ts';

export const zhTW: Texts = translate(livenessKill.messages, {
  killedDuringFailures: 'kubelet 因探測失敗於 {time} 停止 Pod {pod} 的容器 {container}，{failures} 個失敗的請求落在它離線的期間。',
  endsForUnknownReason: 'Pod {pod} 的容器 {container} 設有存活探測，於 {time} 因不明原因結束後又重新啟動，{failures} 個失敗的請求落在它離線的期間。',
  hasNoProbe: 'Pod {pod} 的容器 {container} 於 {time} 結束，它沒有存活探測，也沒有啟動探測。',
  endsForAnotherReason: 'Pod {pod} 於 {time} 離線的原因不是探測（{kind}），失敗的請求落在它離線的期間。',
  killedAtAnotherTime: 'kubelet 曾於 {time} 因探測失敗停止 Pod {pod} 的容器 {container}，沒有失敗的請求落在該處。',
  noContainerEnded: '請求失敗期間，{target} 的 {pods} 個 Pod 沒有任何容器結束。',
});
