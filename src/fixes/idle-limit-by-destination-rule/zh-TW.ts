import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { idleLimitByDestinationRule } from './index.ts';

export const zhTW: Texts = translateFix(idleLimitByDestinationRule.texts, {
  giveUpFirst: '讓所有連到 {service} 的代理在閒置 {client} 後就放棄連線；接收端在 {limit} 後關閉它們。',
  oneRequest: '讓所有連到 {service} 的代理每條連線只送一個請求：接收端在閒置 {limit} 後就關閉連線，短到沒有餘裕可留。',
  neverMet: '傳送端的代理總是先放棄，並留有 {margin} 的餘裕；除非代理停頓超過這段時間，請求不會再碰到正在關閉的連線。',
  neverReused: '連線不再重複使用，因此不會在重複使用時被關閉；代價是每個請求多建立一條連線，啟用 mTLS 時還要多一次交握。',
  alsoCallers: '這個上限也適用於呼叫端到 {service} 的連線，不只出問題的這一段。',
  subsetsKeepTheirs: '自有 connectionPool 的 subset 維持原設定（{subsets}）：subset 的設定會取代規則本身的設定。',
  hides: '規則 {rule} 位於呼叫端的命名空間：對這些呼叫端而言，它會遮住服務所在命名空間的規則。',
});
