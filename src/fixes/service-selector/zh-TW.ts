import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { serviceSelector } from './index.ts';

export const zhTW: Texts = translateFix(serviceSelector.texts, {
  select: '讓 Service {service} 選取 {labels}，{workload} 的 Pod 帶有這些標籤（{pods} 個）。',
  atOnce: '這些 Pod 只要就緒，數秒內就會成為端點。',
  keepLabels: '若錯的是 Pod 的標籤，請改 {workload} 的範本。',
});
