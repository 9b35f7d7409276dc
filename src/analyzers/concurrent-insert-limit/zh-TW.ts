import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { concurrentInsertLimit } from './index.ts';

export const zhTW: Texts = translate(concurrentInsertLimit.messages, {
  carriesLabel: 'Pod {pod} 帶有標籤 broken={value}。',
  carriesNoLabel: '{count} 個 Pod 都沒有標籤 broken。',
});
