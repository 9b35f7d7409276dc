import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { versionBoundFailures } from './index.ts';

export const zhTW: Texts = translate(versionBoundFailures.messages, {
  onlyOneApplicationFails:
    '{target} 的失敗中，已知 Pod 的 {failed} 個全部發生在使用應用程式映像 {image} 的 Pod；使用其他映像的 Pod 正常處理了 {served} 個請求，沒有任何失敗。',
  onlyOneProxyFails:
    '{target} 的失敗中，已知 Pod 的 {failed} 個全部發生在使用代理映像 {image} 的 Pod；使用其他映像的 Pod 正常處理了 {served} 個請求，沒有任何失敗。',
  tunnelMayBeStale:
    '{target} 的 {failures} 個失敗中有 {failed} 個在通道（HBONE）上；而 Istio {version} 在位址已換給其他 Pod 之後，可能仍使用該通道長達一小時（istio/istio#58389）。',
  everyVersionFails: '{target} 的失敗發生在使用 {applications} 種應用程式映像與 {proxies} 種代理映像的 Pod，且來自 {clients} 種用戶端映像。',
});
