import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { tcpKeepalive } from './index.ts';

export const zhTW: Texts = translateFix(tcpKeepalive.texts, {
  keepAwake: '讓連到 {service} 的代理在連線安靜 {time} 後送出 keep-alive 封包；請求是在安靜 {low} 以上之後遺失的。',
  remembered: '中間的設備至少每隔這段時間會看到每條連線，因此不會遺忘它。',
  below: '設備在多久後遺忘，證據中看不到，只知道不超過 {low}：若低於 {time}，請求仍會遺失，必須設得更短。',
  ownHop: '它只讓網格代理的連線保持活動，沒有代理的呼叫端不受益。',
});
