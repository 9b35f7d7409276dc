import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { allowedPrincipal } from './index.ts';

export const zhTW: Texts = translateFix(allowedPrincipal.texts, {
  allow: '讓 {callers} 通過 AuthorizationPolicy {policy}，它的 principals 中沒有列出這個身分。',
  served: '代理拿到政策後幾秒內，它的請求就會得到服務。',
  grant: '這是授權：呼叫端該不該有這個權限，應由政策的擁有者決定，而不是診斷。',
  account: '使用該 service account 的每個 Pod 都能通過。',
});
