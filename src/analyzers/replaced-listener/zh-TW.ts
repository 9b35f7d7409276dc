import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { replacedListener } from './index.ts';

export const zhTW: Texts = translate(replacedListener.messages, {
  cutTogetherAtDrainEnd: '代理 {pod} 於 {time} 更換了監聽器 {listener}；{failures} 個開始時間不同的請求在 {after} 後一同結束，正是其排空時間 {drain} 的終點。',
  endsAfterReplacement: '代理 {pod} 於 {time} 更換了監聽器 {listener}；往它的 {all} 個失敗連線中，有 {failures} 個在其排空時間 {drain} 內結束。',
  drainsWhileAppLives: '代理 {pod} 於 {time} 開始排空，而其 Pod 與應用程式仍在運作；{failures} 個失敗在 {drain} 內隨之發生。',
  longUnchanged: '{pods} 個接收端代理的監聽器，最後一次變更在 {target} 首次失敗的 {before} 之前或更早。',
});
