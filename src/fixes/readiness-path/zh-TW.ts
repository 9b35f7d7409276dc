import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { readinessPath } from './index.ts';

export const zhTW: Texts = translateFix(readinessPath.texts, {
  ask: '讓 {workload} 的容器 {container} 的就緒探測查詢它有提供的 {to}，而不是它以 {status} 回應的 {from}。',
  ready: '其 Pod 在幾次探測內即會就緒，呼叫端再度找得到主機。',
  meant: '若 {from} 原本是給另一個容器或連接埠，該改的是那個。',
});
