import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { blockingNetworkPolicy } from './index.ts';

export const zhTW: Texts = translate(blockingNetworkPolicy.messages, {
  policyDenies: 'NetworkPolicy {policy}（{direction}）選到 {pod}，且沒有允許 {peer} 使用連接埠 {port} 的規則；{failures} 次連線無法建立。',
  policyDeniesRefused: 'NetworkPolicy {policy}（{direction}）選到 {pod}，且沒有允許 {peer} 使用連接埠 {port} 的規則；{failures} 次連線被拒。',
  firewallDrops: '有一條封包過濾規則丟棄送往連接埠 {port} 的封包（{rule}）；{failures} 次連往它的連線無法建立。',
  policiesAllow: '選到 {pod} 或 {peer} 的 NetworkPolicy 允許連接埠 {port}，或沒有任何政策選到它們。',
  servedMeanwhile: '失敗期間，同樣這些代理的請求有 {share}% 成功。',
  connectionsCameAbout: '{target} 的 {failures} 次失敗中，沒有一次是 Pod 之間的連線無法建立。',
});
