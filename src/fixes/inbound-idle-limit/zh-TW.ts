import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { inboundIdleLimit } from './index.ts';

export const zhTW: Texts = translateFix(inboundIdleLimit.texts, {
  giveUpFirst: '讓 {server} 的代理在閒置 {client} 後就放棄到應用程式的連線；應用程式在 {limit} 後關閉它們。',
  oneRequest: '讓 {server} 的代理到應用程式的每條連線只送一個請求：應用程式在閒置 {limit} 後就關閉連線，短到沒有餘裕可留。',
  neverMet: '代理總是先放棄，並留有 {margin} 的餘裕；除非代理停頓超過這段時間，請求不會再碰到正在關閉的連線。',
  neverReused: '連線不再重複使用，因此不會在重複使用時被關閉；代價是每個請求在本機多建立一條連線。',
  ruleReplaced: '已有 DestinationRule 為 {service} 設定 connectionPool。在這一段，新的設定會整個取代它；需要保留的請照抄過來。',
  copied: '這個工作負載原本由 Sidecar {name} 管理，之後不再由它管理：其餘設定已照抄，日後修改它時這裡也要一併修改。',
  wholeNamespace: '只修好這一段；命名空間中的其他工作負載維持原本的上限。',
});
