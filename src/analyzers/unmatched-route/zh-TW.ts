import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { unmatchedRoute } from './index.ts';

export const zhTW: Texts = translate(unmatchedRoute.messages, {
  leftOut: 'VirtualService {virtualService} 對 {host} 只接受 {matches}；{failures} 個請求（例如 {path}）全都不符。',
  hostUnknown: '代理 {pod} 沒有 {host} 的虛擬主機；送往它的 {failures} 個請求找不到路由。',
  noRouteFound: '{host} 的 {failures} 個請求找不到路由（NR），例如 {path}。',
  noRouteAtGateway: '在 {minutes} 分鐘內，閘道 {gateway} 上對 {host} 的 {failures} 個請求全都找不到路由（NR）。',
  ruleTakesIt: 'VirtualService {virtualService} 有規則接受 {path}，然而 {failures} 個請求找不到路由。',
  routesWereFound: '{target} 的 {failures} 次失敗中，沒有一次是因為找不到路由（沒有 NR）。',
});
