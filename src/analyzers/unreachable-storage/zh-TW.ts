import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { unreachableStorage } from './index.ts';

export const zhTW: Texts = translate(unreachableStorage.messages, {
  answerNamesStorage: '{target} 的 {failures} 個失敗中有 {count} 個，其回應或日誌指出 vmstorage 未接收資料：{words}。',
  allNodesLost: '在 {failures} 個失敗中的 {count} 個發生時，{target} 的日誌表示沒有任何 vmstorage 節點可用。',
  nodeLost: '在 {failures} 個失敗中的 {count} 個發生時，{target} 的日誌表示連不上某個 vmstorage 節點。',
  oneOfSeveralLost: '在 {failures} 個失敗中的 {count} 個發生時，{target} 的日誌表示連不上多個 vmstorage 節點中的一個。',
  nodesDownInMetrics: '{target} 的指標顯示，{nodes} 個 vmstorage 節點中有 {down} 個連不上或為唯讀。',
  errorsCounted: '{target} 自啟動以來共計 {errors} 次連線至 vmstorage 節點失敗，但目前 {nodes} 個節點都連得上。',
  allNodesReachable: '{target} 的指標顯示，全部 {nodes} 個 vmstorage 節點都連得上且接收資料，自首次失敗之前至今沒有計入任何錯誤。',
  otherProgram: '{target} 不是 VictoriaMetrics 的程式，沒有 vmstorage。',
});
