import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { selectorWithoutPods } from './index.ts';

export const zhTW: Texts = translate(selectorWithoutPods.messages, {
  selectsNobody: 'Service {service} 選取 {selector}，沒有任何 Pod 具備；Pod {pod} 執行時的標籤是 {labels}。有 {failures} 個請求找不到主機。',
  wouldSelectNobody: 'Service {service} 有人呼叫，卻選取沒有任何 Pod 具備的 {selector}；Pod {pod} 執行時的標籤是 {labels}。',
  selectsNobodyUnseen: 'Service {service} 選取沒有任何 Pod 具備的 {selector}；Pod {pod} 執行時的標籤是 {labels}。無論誰呼叫它都找不到主機。',
  mightSelectNobody: 'Service {service} 選取沒有任何 Pod 具備的 {selector}；證據中沒有誰呼叫它。',
  portNameUndeclared: 'Service {service} 將連接埠 {port} 送往名為 {name} 的容器連接埠，但選到的 {pods} 個 Pod 都沒有宣告它。有 {failures} 個請求找不到主機。',
  subsetSelectsNobody: '{service} 的子集 {subset} 選取 {labels}，其 {pods} 個 Pod 都不具備；送往該子集的 {failures} 個請求找不到主機。',
  noPodsAtAll: 'Service {service} 選取 {selector}；沒有任何 Pod 具備，也沒有相近的 Pod。',
  scaledToNothing: 'Service {service} 選取 {controller} 的 Pod，而它一個 Pod 也沒有。',
  selectorMatches: 'Service {service} 選到 {pods} 個 Pod，{pod} 是其中之一。',
  hostsWereFound: '{target} 的 {failures} 次失敗中，沒有一次是因為找不到主機（沒有 UH）。',
});
