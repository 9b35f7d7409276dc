import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { poolLimits } from './index.ts';

export const zhTW: Texts = translateFix(poolLimits.texts, {
  raise: '將 DestinationRule {rule} 的上限從 {from} 調高到 {to}：最糟的一秒內它拒絕了 {burst} 個請求。',
  room: '連線池可容納這份記錄中最糟一秒需求的兩倍。',
  moves: '先前被拒絕的請求會送到應用程式：只調高到 {server} 能承受的程度。',
  perProxy: '這個上限是每個呼叫端代理各自計算，不是合計。',
});
