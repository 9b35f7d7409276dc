import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { serverIdleLimit } from './index.ts';

export const zhTW: Texts = translateFix(serverIdleLimit.texts, {
  keepLonger: '讓 {server} 保留閒置連線 {wanted}（{flag}）；前方的代理保留 {client}，現在卻在 {limit} 後碰到關閉。',
  neverMet: '應用程式總是最後才放棄，並留有 {margin} 的餘裕；不再有請求因閒置而碰到正在關閉的連線。',
  restarts: '{server} 的 Pod 會逐一汰換；若請求沒有先排空，這本身也有風險。',
  belongsInValues: '這個工作負載由 Helm release {release} 寫入，下次升級會還原這項修改：請改在 values 的 {field} 設定這個旗標。',
  moreConnections: '閒置連線會保留更久：每個呼叫端的代理，每個 worker 執行緒最多保留一條。',
});
