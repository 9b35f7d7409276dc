import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { requestRetry } from './index.ts';

export const zhTW: Texts = translateFix(requestRetry.texts, {
  tryAgain: '在修好之前，讓 {service} 的呼叫端遇到 {words} 時重試，最多 {attempts} 次。',
  onAnother: '遺失的請求會在另一條連線上再送一次；呼叫端只會感到時間變長。',
  twice: '若請求在連線結束前已被處理，就會做兩次：只有在應用程式可以重複接受同一請求時，重試 {methods} 才安全。',
  hides: '問題仍在；之後要以 URX 與大於 1 的嘗試次數來計算它的失敗。',
  load: '若伺服器是因負載而失敗，重試會使負載更高。',
  meshOnly: '只有帶有網格代理的呼叫端會重試，且只限宣告為 HTTP 或 gRPC 的連接埠。',
});
