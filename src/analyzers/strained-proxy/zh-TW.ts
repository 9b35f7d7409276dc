import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { strainedProxy } from './index.ts';

export const zhTW: Texts = translate(strainedProxy.messages, {
  shedsLoad: '{proxy} 的過載管理員終止了 {failed} 個往 {target} 的請求。',
  shedsLoadCounted: '{proxy} 的過載管理員終止了 {failed} 個往 {target} 的請求，且 {pod} 的計數 {counter} = {value}。',
  outOfLocalPorts: '{proxy} 在 {failed} 個往其應用程式的連線中，找不到可用的本地連接埠。',
  refusesConnections: '{pod} 的計數 {counter} = {value}，且有 {failed} 個往 {target} 的新連線在得到回應前結束。',
  proxyAtCpuLimit: '{pod} 的代理使用了 {used}m CPU，上限為 {limit}m；{failures} 個失敗中有 {count} 個觸及時間限制。',
  proxyThrottled: '{pod} 的代理在 {percent} % 的 CPU 週期中遭節流；{failures} 個失敗中有 {count} 個觸及時間限制。',
  proxyHasRoom: '{target} 沒有任何代理使用超過其 CPU 上限的 {percent} %。',
});
