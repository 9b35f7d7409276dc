import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { unreadyEndpoints } from './index.ts';

export const zhTW: Texts = translate(unreadyEndpoints.messages, {
  podsRunUnready: '{target} 的 {pods} 個 Pod 中有 {unready} 個在其中 {failures} 次失敗之前就已處於執行中但未就緒的狀態，且沒有任何一個就緒。',
  lostReadiness: 'Pod {pod} 在 {readyAt} 恢復就緒，{failures} 次因找不到主機而起的失敗也在此時結束，其間它的容器一直在執行。',
  probeFails: '{pod} 的就緒探測在 {failures} 次因找不到主機而起的失敗前後失敗了 {count} 次：{message}',
  endpointsNotReady: 'Service {service} 的 {addresses} 個位址全部未就緒，有 {failures} 個請求找不到主機。',
  wouldFindNone: 'Service {service} 選到的 {pods} 個 Pod 全都在執行但未就緒，因此送往它的請求找不到主機。',
  mightFindNone: 'Service {service} 選到的 {pods} 個 Pod 全都在執行但未就緒；證據中沒有誰呼叫這個 Service。',
  containersDown: 'Pod {pod} 未就緒是因為容器 {container} 沒有在執行或曾重新啟動（{restarts} 次），而不是因為探測失敗。',
  podsStayReady: '{target} 的 Pod {pod} 自 {since} 起就緒，早於第一次失敗。',
  hostsWereThere: '{target} 的 {failures} 次失敗中，沒有一次是因為找不到主機（沒有 UH）。',
});
