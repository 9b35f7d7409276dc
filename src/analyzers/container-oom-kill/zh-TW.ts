import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { containerOomKill } from './index.ts';

export const zhTW: Texts = translate(containerOomKill.messages, {
  killedDuringFailures: 'Pod {pod} 的容器 {container} 於 {time} 因記憶體不足遭到終止，{failures} 個失敗的請求落在它離線的期間。',
  restartedBeforeKill:
    'Pod {pod} 的容器 {container} 於 {time} 之前重新啟動過，狀態中已無當時的原因；它最後一次結束是因記憶體不足遭到終止，{failures} 個失敗的請求落在它離線的期間。',
  endsForUnknownReason: 'Pod {pod} 的容器 {container} 於 {time} 結束，原因不明，{failures} 個失敗的請求落在它離線的期間。',
  endsForAnotherReason: 'Pod {pod} 於 {time} 離線的原因不是記憶體（{kind}），失敗的請求落在它離線的期間。',
  killedAtAnotherTime: 'Pod {pod} 的容器 {container} 於 {time} 因記憶體不足遭到終止，與失敗的請求相隔 {away}。',
  noContainerEnded: '請求失敗期間，{target} 的 {pods} 個 Pod 沒有任何容器結束。',
});
