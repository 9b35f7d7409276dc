import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { rolloutStrategy } from './index.ts';

export const zhTW: Texts = translateFix(rolloutStrategy.texts, {
  surge: '讓 {deployment} 更新時，在新 Pod 就緒之前不移除任何舊 Pod（maxUnavailable 0、maxSurge {surge}）。',
  neverFewer: '更新期間服務的 Pod 不會比之前少；這項變更本身不會汰換任何 Pod。',
  room: '叢集必須還能多容納 {surge}，否則更新會停著等待。',
  ready: '就緒探測一通過 Pod 就算數：若就緒時還無法承擔負載，請求仍會失敗。',
  othersLeave: '只對更新有效：節點排空與當機仍會帶走 Pod。',
});
