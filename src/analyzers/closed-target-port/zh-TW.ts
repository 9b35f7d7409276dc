import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { closedTargetPort } from './index.ts';

export const zhTW: Texts = translate(closedTargetPort.messages, {
  listensElsewhere: '{target} 的連接埠 {port} 拒絕了 {failures} 次連線，而應用程式自述監聽的是 {ports}。',
  declaresOthers: '{target} 的連接埠 {port} 拒絕了 {failures} 次連線；應用程式設定的是 {ports}。',
  listensOnLoopback: '{target} 的連接埠 {port} 拒絕了 {failures} 次連線，應用程式在該連接埠只監聽迴路位址。',
  silentPort: '{target} 的連接埠 {port} 拒絕了 {failures} 次連線；該連接埠有宣告，但證據中看不到應用程式在那裡監聽。',
  allRefused: '送往 {target} 連接埠 {port} 的 {failures} 個請求全部被拒，其間看不到重新啟動。',
  wouldBeRefused: 'Service {service} 將請求送往 {target} 的連接埠 {port}，而應用程式監聽的是 {ports}。',
  wouldReachLoopback: 'Service {service} 將請求送往 {target} 的連接埠 {port}，而應用程式在那裡只監聽迴路位址。',
  servedMeanwhile: '在失敗期間，{target} 的連接埠 {port} 仍完成了 {share}% 的請求。',
  refusedWhileAway: 'Pod {pod} 不在的期間，{target} 的連接埠 {port} 拒絕了 {failures} 次連線。',
  listensThere: '{target} 的應用程式在曾拒絕連線的連接埠 {port} 上監聽所有位址。',
  noneRefused: '{target} 的 {failures} 次失敗中，沒有一次是連線被拒。',
});
