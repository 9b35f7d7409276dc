import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { settingWithoutTarget } from './index.ts';

export const zhTW: Texts = translate(settingWithoutTarget.messages, {
  selectsNoPod: '{kind} {object} 選取 {selector}，但它可能適用的 {pods} 個 Pod 都沒有這些標籤。',
  hostIsNoName: 'DestinationRule {object} 的主機為 {host}，這不是主機可有的名稱：istiod 會拒絕此物件，任何代理都不會收到它。',
  hostOfNone: 'DestinationRule {object} 的主機為 {host}，但 {namespace} 的 {services} 個 Service 都沒有這個名稱。',
  contextOfOthers: 'EnvoyFilter {object} 只修改 context 為 {context} 的代理，而它適用的 {pods} 個 Pod 都不是這一類。',
  matchesNoCluster: 'EnvoyFilter {object} 修改叢集 {cluster}，但它適用的 {pod} 的代理沒有這個名稱的叢集。',
  portLevelWithoutSelector: 'PeerAuthentication {object} 為 {ports} 設定 portLevelMtls 卻沒有 selector：連接埠的模式只對選取的工作負載有效，istiod 會拒絕它。',
});
