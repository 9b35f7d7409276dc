import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { routeDestination } from './index.ts';

export const zhTW: Texts = translateFix(routeDestination.texts, {
  correct: '讓 VirtualService {rule} 導向 Service {to}：它寫的是 {from}，而後者不存在。',
  takeOut: '讓 VirtualService {rule} 將原本送往 {from}（不存在）的請求改送到它的其他目的地。',
  found: '下一次推送後，它的請求就找得到 cluster。',
  meant: '若 {from} 應該存在，請改為定義它：它就會得到自己那一份請求。',
  spelling: '命名空間 {namespace} 中只有這個 Service 的名稱相近；是否就是指它，是依拼字推測的。',
});
