import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { egressHost } from './index.ts';

export const zhTW: Texts = translateFix(egressHost.texts, {
  add: '將 {host} 加入 Sidecar {sidecar} 的 egress hosts；它遺漏了 {destination}。',
  known: '它所管理的代理在下一次推送時就會有 {destination} 的叢集。',
  allOfThem: '這對該 Sidecar 所管理的每個工作負載都生效。',
});
