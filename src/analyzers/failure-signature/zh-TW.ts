import { causeTitle, isCauseId } from '../../knowledge/causes.ts';
import { signs } from '../../knowledge/signatures.ts';
import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { cannotBeId, failureSignature, judged, sawId } from './index.ts';
import { signTexts } from './sign-texts.ts';

export const zhTW: Texts = translate(
  failureSignature.messages,
  Object.fromEntries([
    ...signs.map((sign) => [sawId(sign), `往 {target} 的 {failures} 個失敗中，有 {count} 個${signTexts[sign].zhTW}。`]),
    ...judged.map(({ id }) => [
      cannotBeId(id),
      `往 {target} 的 {failures} 個失敗（{seen}）都不是這個原因會留下的類型：${isCauseId(id) ? causeTitle(id, 'zh-TW') : id}。`,
    ]),
  ]),
);
