import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { replicas } from './index.ts';

export const zhTW: Texts = translateFix(replicas.texts, {
  scale: '讓 {kind} {workload} 恢復 {replicas} 個副本：它被縮減為零之後就沒有任何副本。',
  soon: '其 Pod 一就緒，呼叫端就再度找得到主機。',
  scaledBy: '把它縮減為零的人或程式（自動擴展器、排程、人為操作）可能會再次這麼做。',
});
