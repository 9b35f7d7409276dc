import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { concurrentInsertLimit } from './index.ts';

export const zhTW: Texts = translate(concurrentInsertLimit.messages, {
  limitReached: '在 {failures} 個失敗中的 {count} 個發生時，{target} 表示其 {limit} 個並行寫入名額全忙，共 {lines} 次。',
  limitReachedBehindStorage: '{target} 在連不上其 vmstorage 節點期間，表示其 {limit} 個並行寫入名額全忙，共 {lines} 次。',
  limitCounted: '{target} 的計數器顯示，在 {limit} 個並行寫入的上限下，有 {timeouts} 個寫入遭拒、{reached} 個延遲。',
  limitCountedThen: '在 {failures} 個失敗中 {count} 個發生的那幾分鐘內，{target} 的計數器顯示有 {timeouts} 個寫入因並行寫入上限而遭拒。',
  limitNotHitThen: '請求失敗期間，{target} 的計數器顯示沒有任何寫入因並行寫入上限而遭拒。',
  callerGivesUpFirst:
    '{client} 只等待回應 {wait}（{waitFlag}），而 {target} 在並行寫入達到上限時要 {queue} 後才會拒絕（{queueFlag}）：這樣的拒絕永遠到不了 {client}。',
  limitNeverHit: '{target} 的計數器顯示，自首次失敗之前至今，在 {limit} 個並行寫入的上限下沒有任何寫入遭拒。',
  otherProgram: '{target} 不是 VictoriaMetrics 的程式。',
});
