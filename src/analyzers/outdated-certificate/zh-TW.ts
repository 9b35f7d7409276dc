import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { outdatedCertificate } from './index.ts';

export const zhTW: Texts = translate(outdatedCertificate.messages, {
  pastItsEnd: '{pod} 的憑證已於 {end} 到期；此後由它建立或連往它的新連線都會失敗。',
});
