import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { overloadedSurvivors } from './index.ts';

export const zhTW: Texts = translate(overloadedSurvivors.messages, {
  survivorsCarryMore:
    '{target} 的 {failures} 個失敗中，有 {failed} 個發生在留下的 {survivors} 個 Pod，當時其他 Pod（{away}，自 {time} 起）不在；這些 Pod 在那段期間收到 {ratio} 倍的請求。',
  survivorsFail: '{target} 的 {failures} 個失敗中，有 {failed} 個發生在留下的 {survivors} 個 Pod，當時其他 Pod（{away}，自 {time} 起）不在。',
  fewServe:
    '{target} 的 {failures} 個失敗中，有 {failed} 個發生在平時 {usual} 個 Pod 只剩 {least} 個能服務的期間（自 {time} 起 {length}）；讓它們失敗的 Pod 對其他請求回應正常。',
  leavingPodsFail: '{target} 的 {failures} 個失敗中，有 {failed} 個發生在自己正要離開的 Pod。',
  nobodyAway: '{target} 的請求失敗期間，其所有 Pod（{pods} 個）都在。',
});
