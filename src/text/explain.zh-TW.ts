import type { Translation } from '../model/text.ts';
import type { explainTexts } from './explain.ts';

/** The words around an explanation, in Traditional Chinese as used in Taiwan. */
export const explainTextsZhTW: Translation<typeof explainTexts> = {
  'kind-access-log': '存取記錄列',
  'kind-error-body': '回應本文',
  'kind-flag': '回應旗標',
  'kind-details': '回應碼詳情',
  'kind-transport-failure': '傳輸失敗原因',
  'kind-client-log': '用戶端的記錄',
  'kind-status': '狀態碼',
  'kind-other-proxy': '其他代理的記錄',
  'kind-keep-alive': 'Keep-alive 預設值',
  'kind-cause': '原因',
  'kind-unknown': '無法辨識',
  parts: '它說了什麼',
  since: '自 {since}',
  before: '之前：{before}',
  writtenBy: '由誰所寫',
  hop: '連線段：{hop}',
  unsure: '（很可能，但不確定）',
  remaining: '可能的原因（{count} 個，最可能者在前）',
  onlyOne: '原因',
  alsoPossible: '其他可能：',
  excluded: '已由此列的其他內容排除',
  next: '接下來該看什麼',
  separates: '可區分：{causes}',
  nothingFailed: '此處沒有任何失敗的跡象。',
  unknown: '這段文字不是已知的 Envoy 旗標、詳情字串、回應本文、存取記錄列或用戶端錯誤。請一次給一行或一則訊息。',
  moreLines: '只讀取了前 {count} 行；整份記錄請使用：why503 diagnose',
};
