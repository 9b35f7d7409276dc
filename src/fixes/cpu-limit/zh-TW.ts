import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { cpuLimit } from './index.ts';

export const zhTW: Texts = translateFix(cpuLimit.texts, {
  raise: '將 {workload} 中容器 {container} 的 CPU 上限從 {from}m 調高到 {to}m。',
  belongsInValues: '這個工作負載由 Helm release {release} 寫入，下次升級會還原這項修改：請改在 values 設定 {field}。',
  oneStep: '這是它碰到的上限的兩倍。它實際會用多少，證據中看不到，因為上限擋住了它。',
  request: '排程器看的是 request 而不是 limit：在滿載的節點上，調高 limit 不會多給。',
});
