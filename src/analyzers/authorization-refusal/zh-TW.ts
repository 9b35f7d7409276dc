import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { authorizationRefusal } from './index.ts';

export const zhTW: Texts = translate(authorizationRefusal.messages, {
  policyRefuses: '{server} 依 AuthorizationPolicy {policy} 拒絕了 {failed} 個請求。',
  refused: '{server} 拒絕了 {failed} 個請求：{reason}。',
  authorizerFails: '{server} 的外部授權服務拒絕了 {failed} 個請求，或處理它們時失敗。',
  nobodyRefuses: '{total} 個失敗的請求中，沒有一個帶有授權拒絕的跡象。',
});
