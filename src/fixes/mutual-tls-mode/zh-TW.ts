import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { mutualTlsMode } from './index.ts';

export const zhTW: Texts = translateFix(mutualTlsMode.texts, {
  mutualAgain: '讓 DestinationRule {rule} 重新要求雙向 TLS（ISTIO_MUTUAL）：它把 TLS 關閉了（{mode}），而 {server} 只接受雙向 TLS。',
  agree: '有 sidecar 的呼叫端與伺服器從此說同一種話。',
  noSidecar: '沒有 sidecar 的呼叫端無法使用雙向 TLS；這幫不了它們。',
  permissive: '在所有呼叫端都使用雙向 TLS 之前，讓 {server} 也接受明文（PERMISSIVE，僅限這個工作負載）。',
  accepts: '使用明文的呼叫端會重新得到服務。',
  weaker: '任何能連到該 Pod 的人都會在沒有加密與身分的情況下得到服務：請先與政策負責人取得共識，並記得收回。',
  withIdentity: '要求身分的 AuthorizationPolicy 仍會拒絕明文呼叫端。',
});
