import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { fallbackRoute } from './index.ts';

export const zhTW: Texts = translateFix(fallbackRoute.texts, {
  addLast: '讓 VirtualService {rule} 將沒有任何比對條件符合的請求（例如 {path}）也送到 {destination}。',
  everyPath: '送往其主機的每個請求都有路由；原本符合比對條件的請求不變。',
  meantSo: '若這些比對條件是為了擋下其他路徑，請改為只加上 {path} 的比對。',
  otherPath: '應用程式必須提供 {path}：它不認得的路徑會變成 404。',
});
