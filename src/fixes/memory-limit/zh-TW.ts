import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { memoryLimit } from './index.ts';

export const zhTW: Texts = translateFix(memoryLimit.texts, {
  raise: '將 {workload} 中容器 {container} 的記憶體上限從 {from} 調高到 {to}。',
  belongsInValues: '這個工作負載由 Helm release {release} 寫入，下次升級會還原這項修改：請改在 values 設定 {field}。',
  oneStep: '這是它被終止時上限的兩倍。實際需要多少要看一天的用量；若是記憶體洩漏，只會拖得更久。',
  node: '節點必須有這麼多記憶體可用，否則 Pod 會停在 Pending。',
  victoriaMetrics: 'VictoriaMetrics 依上限決定快取大小（-memory.allowedPercent=60），因此用量也會增加。',
});
