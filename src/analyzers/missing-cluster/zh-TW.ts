import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { missingCluster } from './index.ts';

export const zhTW: Texts = translate(missingCluster.messages, {
  subsetUndefined: 'VirtualService {virtualService} 導向 {host} 的子集 {subset}，但沒有任何 DestinationRule 定義它；{failures} 個請求找不到叢集。',
  hostUndefined: 'VirtualService {virtualService} 導向 {host}，但沒有任何 Service 或 ServiceEntry 提供它；{failures} 個請求找不到叢集。',
  routeToNothing: '代理 {pod} 有一條 {host} 的路由導向叢集 {cluster}，自己卻沒有這個叢集；{failures} 個請求找不到叢集。',
  clusterNotFound: '{target} 的 {failures} 個請求符合了某條路由，但其叢集不存在（NC）。',
  wouldFindNoCluster: 'VirtualService {virtualService} 將 {host} 的所有請求導向未定義的 {destination}。',
  clustersWereFound: '{target} 的 {failures} 次失敗中，沒有一次是因為找不到叢集（沒有 NC）。',
});
