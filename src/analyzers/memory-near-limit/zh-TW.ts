import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { memoryNearLimit } from './index.ts';

export const zhTW: Texts = translate(memoryNearLimit.messages, {
  fullBeforeEnd:
    'Pod {pod} 的容器 {container} 在 {time} 前結束，結束前 {before} 已使用其 {limit} MiB 記憶體上限的 {percent} %，{failures} 個失敗的請求落在它離線的期間。',
  roomBeforeEnd: 'Pod {pod} 的容器 {container} 在 {time} 前結束，結束前十分鐘內最多只使用其 {limit} MiB 記憶體上限的 {percent} %。',
});
