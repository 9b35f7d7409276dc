import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { serviceAppProtocol } from './index.ts';

export const zhTW: Texts = translateFix(serviceAppProtocol.texts, {
  speakHttp: '將 Service {service} 的連接埠 {port} 宣告為 http：目前宣告為 {declared}，而它的回應無法依此讀取。',
  newConnections: '新連線使用所宣告的協定；已開啟的連線維持舊協定直到結束。',
  sameTarget: '目標連接埠相同的所有 Service 必須一致。',
});
