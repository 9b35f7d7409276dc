import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { startOrder } from './index.ts';

export const zhTW: Texts = translateFix(startOrder.texts, {
  probe: '為 {workload} 的容器 {container} 在其服務的連接埠 {port} 加上就緒探測。',
  afterListening: '新的 Pod 在開始監聽之後才收到第一個請求，而不是在行程啟動時。',
  opensOnly: '這個探測只說明連接埠已開啟。應用程式若有健康檢查路徑，請改用它。',
  hold: '讓 {workload} 的應用程式在 sidecar 就緒之後才啟動。',
  wayOut: '它最初的對外請求會有路可走。',
  slower: 'Pod 會晚幾秒啟動。',
});
