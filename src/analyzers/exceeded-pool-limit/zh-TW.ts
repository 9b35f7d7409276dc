import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { exceededPoolLimit } from './index.ts';

export const zhTW: Texts = translate(exceededPoolLimit.messages, {
  limitReached: '{target} 的 {failures} 個請求以 UO 被拒；連線池的上限是 {limits}。',
  overflowCounted: '{target} 的 {failures} 個請求以 UO 被拒，且 {pod} 計得 {counter} = {value}。',
  refusedByPool: '{target} 的 {failures} 個請求以 UO 被拒；證據中看不到連線池的上限。',
  overflowCountedAlone: '{pod} 對 {target} 計得 {counter} = {value}，該連線池的上限為 {limits}。',
  noLimitConfigured: '拒絕這些請求的 {pod}，其叢集 {cluster} 沒有設定上限。',
  noOverflow: '{target} 的 {failures} 次失敗中，沒有一次是被連線池拒絕（沒有 UO）。',
});
