import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { rateRefusal } from './index.ts';

export const zhTW: Texts = translate(rateRefusal.messages, {
  refusedForRate: '{proxy} 因速率拒絕了 {failed} 個往 {target} 的請求（{details}）。',
  limitInEvidence: '{proxy} 因速率拒絕了 {failed} 個往 {target} 的請求（{details}）；{source} 也如此顯示：{limit}。',
  serviceFails: '{proxy} 因無法詢問速率限制服務，拒絕了 {failed} 個往 {target} 的請求（{details}）。',
  connectionsRefused: '{pod} 的計數 {counter} = {value}，且有 {failed} 個往 {target} 的新連線在得到回應前結束。',
  nobodyLimits: '往 {target} 的 {total} 個失敗請求中，沒有一個因速率遭拒絕。',
});
