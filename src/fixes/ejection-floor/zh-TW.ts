import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { ejectionFloor } from './index.ts';

export const zhTW: Texts = translateFix(ejectionFloor.texts, {
  floor: '當 {target} 剩下的主機少於 {percent} % 時，讓呼叫端恢復使用所有主機（DestinationRule {rule}）。',
  neverNone: '永遠有主機可用：原本找不到主機的請求會由被剔除的主機回應，不論好壞。',
  errorsStay: '主機被剔除的原因仍在：它們的錯誤會再次到達呼叫端，那才是要修的。',
});
