import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { clientLimitAtOwnSidecar } from './index.ts';

export const zhTW: Texts = translate(clientLimitAtOwnSidecar.messages, {
  flagEndsAtSidecar: '{client} 在閒置 {limit} 後放棄連線（{flag}），但這些連線只到它自己的 sidecar 為止；在 {hop} 上連線保留 {kept}。',
  defaultEndsAtSidecar: '{client} {version} 預設在閒置 {limit} 後放棄連線（{flag}），但這些連線只到它自己的 sidecar 為止；在 {hop} 上連線保留 {kept}。',
});
