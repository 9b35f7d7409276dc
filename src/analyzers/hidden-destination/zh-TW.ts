import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { hiddenDestination } from './index.ts';

export const zhTW: Texts = translate(hiddenDestination.messages, {
  leftOutOfEgress: 'Sidecar {sidecar} 給 {client} 的主機是 {hosts}；{destination} 不在其中，送往它的 {failures} 個請求失敗。',
  clusterHidden: '代理 {pod} 沒有 {destination} 的叢集（但該服務存在），並將不認得的目的地送往 {policy}。',
  blackHoled: '{client} 送往 {destination} 的 {failures} 個請求落入它自己代理的黑洞。',
  destinationKnown: '代理認得目的地：{target} 的 {failures} 次失敗全都帶有自己的叢集或路由名稱。',
});
