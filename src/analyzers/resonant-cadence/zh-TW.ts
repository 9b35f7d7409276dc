import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { resonantCadence } from './index.ts';

export const zhTW: Texts = translate(resonantCadence.messages, {
  periodMeetsIdleLimit:
    '{client} 每 {period} 傳送一次（{setting}）；扣除請求本身所需時間，正好是 {hop} 接收端的閒置上限 {limit}，因此保留的連線在等到下一個請求時，差不多正要被關閉。',
  quietMeetsIdleLimit: '{hop} 上重複使用連線的 {requests} 個請求中，有 {regular} 個送達時連線的閒置時間約為接收端的閒置上限 {limit}，如同固定週期的呼叫端。',
});
