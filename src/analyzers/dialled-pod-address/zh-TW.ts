import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { dialledPodAddress } from './index.ts';

export const zhTW: Texts = translate(dialledPodAddress.messages, {
  scrapesPodAddress: '{failures} 個失敗中有 {count} 個是以 IP 指定 {target} 的 Pod 的抓取請求，因此 {client} 的代理以明文直接放行。',
  discoversBackendAddresses: '{failures} 個失敗中有 {count} 個是 {client} 送往自行在後端名稱背後找到的位址（{setting}）的請求，因此其代理以明文直接放行。',
});
