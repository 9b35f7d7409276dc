import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { missingPods } from './index.ts';

export const zhTW: Texts = translate(missingPods.messages, {
  scaledToZero: '{controller} 的副本數為零，因此 Service {service} 沒有可送達的對象；{failures} 個請求找不到主機。',
  scaledToZeroAtSomeTime: '快照中 {controller} 的副本數為零，但對 Service {service} 找不到主機的 {failures} 個請求早已結束；無法得知從何時起為零。',
  podsRefused: '{controller} 沒有任何 Pod，因為 API 伺服器拒絕建立（{message}）；對 Service {service} 的 {failures} 個請求找不到主機。',
  podsNeverStart: '{target} 的 {pods} 個 Pod 都無法啟動，{pod} 的原因為 {reason}：{message}。{failures} 個請求找不到主機。',
});
