import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { allowedTraffic } from './index.ts';

export const zhTW: Texts = translateFix(allowedTraffic.texts, {
  letIn: '讓 {peer} 能連到 {workload} 的連接埠 {port}：{policy} 選取了它的 Pod，卻沒有允許的規則。',
  letOut: '讓 {workload} 能連到 {peer} 的連接埠 {port}：{policy} 選取了它的 Pod，卻沒有允許的規則。',
  addsUp: '政策是累加的：目前允許的仍然允許，網路外掛讀到它之後就能建立連線。',
  byLabels: '它對所有帶有相同標籤的 Pod 都生效。',
});
