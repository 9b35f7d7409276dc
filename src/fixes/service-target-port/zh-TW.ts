import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { serviceTargetPort } from './index.ts';

export const zhTW: Texts = translateFix(serviceTargetPort.texts, {
  aim: '讓 Service {service} 的連接埠 {port} 送往應用程式監聽的 {target}，而不是 {now}。',
  atOnce: '代理得知後（數秒內），到這些 Pod 的連線就會被接受。',
  oneProtocol: '該連接埠必須使用它的名稱或 appProtocol 所宣告的協定。',
});
