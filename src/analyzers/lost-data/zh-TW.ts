import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { lostData } from './index.ts';

export const zhTW: Texts = translate(lostData.messages, {
  rowsLost: '{client} 在 {attempts} 次失敗的嘗試後，放棄了往 {target} 的 {writes} 次寫入中的 {batches} 次：遺失 {rows} 個時間序列。',
  retriesSavedAll: '{client} 往 {target} 有 {attempts} 次失敗的嘗試，但沒有放棄任何寫入：它自己的重試已全部送達，沒有遺失資料。',
  noneGivenUpYet: '{client} 往 {target} 有 {attempts} 次失敗的嘗試，蒐集證據時尚未放棄任何寫入；最後幾次可能仍在嘗試中。',
  rowsLostSometime: '{client} 自啟動以來共計放棄 {batches} 次寫入、遺失 {rows} 列；其記錄沒有說明其中哪些是當時往 {target} 的。',
  blocksLost: '{client} 丟棄了 {blocks} 個遭永久拒絕、往 {target} 的區塊（{bytes} 位元組）；總共有 {attempts} 次傳送失敗。',
  blocksRepeated: '{client} 會重送往 {target} 遭拒的區塊直到被接受：{attempts} 次傳送失敗，沒有任何區塊被記錄或計為放棄。',
  blocksLostSometime: '{client} 自啟動以來共計丟棄 {blocks} 個區塊（其中 {bytes} 位元組出自已滿的佇列）；其記錄沒有說明哪些是當時往 {target} 的。',
  evaluationsLost: '{client} 有 {count} 次規則評估因 {target} 沒有回應而失敗：vmalert 不會重試以 503 結束的查詢。',
});
