import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { livenessProbe } from './index.ts';

export const zhTW: Texts = translateFix(livenessProbe.texts, {
  patience: '讓 {workload} 的容器 {container} 可以沒有回應 {to}（原為 {from}）才被 kubelet 終止（failureThreshold {threshold}）。',
  oneStep: '它原本會沉默多久，證據中看不到，因為它被終止了：真正要修的是讓它沒有回應的原因。',
  stuck: '真正卡死的行程也會晚這麼久才重新啟動。',
  takenOut: '它沉默期間，就緒探測會將它移出 Service，由其他副本服務。',
  alone: '它是唯一的副本：其就緒探測現在也容許同樣久，讓請求等待它，而不是找不到主機。增加第二個副本更好。',
  waits: '它沒有就緒探測：沉默期間請求仍會在它那裡等待。',
});
