import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { departedAddress } from './index.ts';

export const zhTW: Texts = translate(departedAddress.messages, {
  proxyKeepsDeparted: '代理 {pod} 仍為 {target} 列著 {address}，但沒有任何 Pod 或 EndpointSlice 擁有此位址；送往它的 {failures} 個請求失敗。',
  sentToDeparted: '{target} 的 {failures} 個請求送往沒有任何 Pod 擁有的 {address}，而 Pod {living} 一直都在。',
  proxyOutOfDate: '代理 {pod} 尚未採用 istiod 最新的 {types}，其中 {failures} 個請求送往沒有任何 Pod 擁有的 {address}。',
  clientDialsDeparted: '{client} 自己連往 {address}，而 {target} 沒有任何 Pod 擁有此位址；它的 {failures} 個請求失敗。',
  addressesLive: '{target} 的失敗請求所送往的 {addresses} 個位址，全都屬於當時存在的 Pod。',
  nothingDialled: '{target} 的 {failures} 個失敗請求，沒有一個送往自身 Pod 以外的位址。',
});
