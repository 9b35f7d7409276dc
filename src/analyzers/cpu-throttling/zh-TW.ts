import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { cpuThrottling } from './index.ts';

export const zhTW: Texts = translate(cpuThrottling.messages, {
  atLimit: '{pod} 的容器 {container} 使用了 {used}m CPU，上限為 {limit}m；{failures} 個失敗中有 {count} 個觸及時間限制。',
  atLimitLater: '{pod} 的容器 {container} 使用了 {used}m CPU，上限為 {limit}m；但這是最後一個失敗之後 {later} 的數值。',
  throttled: '{pod} 的容器 {container} 在 {percent} % 的 CPU 週期中遭節流；{failures} 個失敗中有 {count} 個觸及時間限制。',
  farBelowLimit: '{target} 沒有任何容器使用超過其 CPU 上限的 {percent} %。',
  hardlyThrottled: '請求失敗期間，{target} 沒有任何容器在超過 {percent} % 的 CPU 週期中遭節流。',
  failuresAreQuick: '往 {target} 的失敗沒有任何一個超過 {longest} 毫秒：沒有請求在等待 CPU 時間。',
});
