import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { fullConnectionTable } from './index.ts';

export const zhTW: Texts = translate(fullConnectionTable.messages, {
  droppedWhenFull: '核心因連線追蹤表已滿而丟棄封包，當時 {target} 有 {failures} 次連線逾時。',
  droppedSometime: '核心曾因連線追蹤表已滿而丟棄封包，時間不詳；{target} 有 {failures} 次連線逾時。',
  tableNearlyFull: '連線追蹤表已有 {count} 筆（上限 {max}），且 {target} 有 {failures} 次連線逾時。',
  tableHasRoom: '連線追蹤表有 {count} 筆（上限 {max}）。',
  kernelIsSilent: '已讀取核心日誌，其中沒有提到連線追蹤表已滿。',
  noneTimedOut: '{target} 的 {failures} 次失敗中，沒有一次是連線逾時。',
});
