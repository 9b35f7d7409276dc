import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { subsetLabels } from './index.ts';

export const zhTW: Texts = translateFix(subsetLabels.texts, {
  select: '讓 DestinationRule {rule} 的 subset {subset} 選取 {labels}，也就是沒有任何 subset 選到的 {pods} 個 Pod 所帶的標籤；它現在要求 {now}。',
  found: '下一次推送後，送往該 subset 的請求就找得到主機。',
  otherWay: '若帶有 {now} 的 Pod 還會出現，請等它們出現，或在那之前不要送請求到該 subset。',
});
