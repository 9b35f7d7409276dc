import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { earlyRoute } from './index.ts';

export const zhTW: Texts = translate(earlyRoute.messages, {
  clusterCameLater:
    '在 {length} 之間，{proxy} 對 {failed} 個往 {target} 的請求沒有叢集；它在 {time} 取得 {cluster}，失敗隨即結束，此後有 {ok} 個請求經由它正常完成。',
  subsetFilledLater: '在 {length} 之間，{failed} 個往 {target} 子集 {subset} 的請求找不到主機；該子集的第一個 Pod {pod} 是新的，於 {time} 就緒，失敗隨即結束。',
  subsetFilledLaterBesideOther:
    '在 {length} 之間，{failed} 個往 {target} 子集 {subset} 的請求找不到主機，而往其他子集的 {ok} 個請求正常；該子集的第一個 Pod {pod} 是新的，於 {time} 就緒，失敗隨即結束。',
  wantGoesOn: '往 {target} 的請求在 {length} 之間一再缺少路由、叢集或主機，這比發布的一個步驟更久。',
});
