import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { livenessProbe } from './index.ts';

export const zhTW: Texts = translateFix(livenessProbe.texts, {
  patience: '讓 {workload} 的容器 {container} 可以沒有回應 {to}（原為 {from}）才被 kubelet 終止（failureThreshold {threshold}）。',
  oneStep: '它原本會沉默多久，證據中看不到，因為它被終止了：真正要修的是讓它沒有回應的原因。',
  stuck: '真正卡死的行程也會晚這麼久才重新啟動。',
  takenOut: '它沉默期間，就緒探測會將它移出 Service：若沒有其他副本，請求就找不到主機。',
  waits: '它沒有就緒探測：沉默期間請求仍會在它那裡等待。',
});
