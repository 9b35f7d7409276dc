import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { cpuLimit } from './index.ts';

export const zhTW: Texts = translateFix(cpuLimit.texts, {
  raise: '將 {workload} 中容器 {container} 的 CPU 上限從 {from}m 調高到 {to}m。',
  oneStep: '這是它碰到的上限的兩倍。它實際會用多少，證據中看不到，因為上限擋住了它。',
  request: '排程器看的是 request 而不是 limit：在滿載的節點上，調高 limit 不會多給。',
});
