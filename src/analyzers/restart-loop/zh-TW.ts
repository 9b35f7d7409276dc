import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { restartLoop } from './index.ts';

export const zhTW: Texts = translate(restartLoop.messages, {
  loopsDuringFailures: 'Pod {pod} 的容器 {container} 重新啟動了 {restarts} 次，始終無法持續運作，{failures} 個失敗的請求落在這段期間。',
  twoRunsEndAlike: 'Pod {pod} 的容器 {container} 前一次與目前的執行都在開始服務之前因錯誤結束，{failures} 個失敗的請求是送往它的。',
  loopsForKnownReason: 'Pod {pod} 的容器 {container} 重新啟動了 {restarts} 次，每次都是從外部被終止（{kind}），{failures} 個失敗的請求落在這段期間。',
  loopsForUnknownReason: 'Pod {pod} 的容器 {container} 一再重新啟動，{failures} 個失敗的請求落在這段期間；沒有證據說明每次執行因何結束。',
  wouldFindNone: '{service} 背後全部 {pods} 個 Pod 的容器 {container} 都陷於反覆重新啟動（{restarts} 次），請求找不到任何伺服器。',
  mightFindNone: '{service} 背後全部 {pods} 個 Pod 的容器 {container} 都陷於反覆重新啟動（{restarts} 次）；證據中沒有誰呼叫這個 Service。',
  restartsOnce: 'Pod {pod} 的容器 {container} 總共重新啟動 {restarts} 次，之後持續運作。',
  noRestart: '請求失敗期間，{target} 的 {pods} 個 Pod 都沒有重新啟動。',
});
