import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { rejectedConfiguration } from './index.ts';

export const zhTW: Texts = translate(rejectedConfiguration.messages, {
  rejectsWhatFails: '{proxy} 拒絕了 {resource}，而 {failed} 個失敗的請求需要它。',
  rejects: '{proxy} 拒絕了組態（{resource}），而經由它的 {failed} 個請求因缺少路由、叢集或監聽器而失敗。',
  nothingRejected: '這些失敗請求所經的 {proxies} 個代理都沒有被拒絕的組態。',
});
