import type { Texts } from '../../model/text.ts';
import { translate } from '../../model/analyzer.ts';
import { reversedIdleLimits } from './index.ts';

export const zhTW: Texts = translate(reversedIdleLimits.messages, {
  requestsComeNear: '在 {hop} 上，接收端閒置 {server} 後關閉連線，傳送端卻保留 {client}；請求最長在閒置 {quiet} 後才到來，已接近該上限。',
  notMetYet: '在 {hop} 上，接收端閒置 {server} 後關閉連線，傳送端卻保留 {client}；證據中沒有任何請求碰到那個時刻。',
});
