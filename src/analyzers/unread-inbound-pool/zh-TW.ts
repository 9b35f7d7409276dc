import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { unreadInboundPool } from './index.ts';

export const zhTW: Texts = translate(unreadInboundPool.messages, {
  ignoredByVersion: 'Sidecar {sidecar} 設定 {field} {limit}，但 Istio {version} 不讀取它：{since} 起才會生效。',
  mayBeIgnored: 'Sidecar {sidecar} 設定 {field} {limit}，它自 Istio {since} 起生效，之前的版本不讀取；證據無法確定正在執行的版本。',
  absentFromProxy: 'Sidecar {sidecar} 設定 {field} {limit}，但它所選取的 {pod} 的代理對其應用程式的連線保留 {kept}。',
});
