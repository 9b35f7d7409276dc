import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { unresolvedName } from './index.ts';

export const zhTW: Texts = translate(unresolvedName.messages, {
  resolutionFailed: '{target} 的 {failures} 個請求失敗，因為其代理無法解析該名稱（DF）。',
  dnsClusterEmpty: '{pod} 的叢集 {cluster} 由 DNS 取得主機（{type}）卻一個也沒有；{failures} 個請求找不到主機。',
  lookupsFail: '在 {failures} 次失敗的同時，容器 {container} 有 {count} 次表示 {name} 無法解析（{error}）。',
  lookupsFailAlone: '容器 {container} 有 {count} 次表示 {name} 無法解析：{error}。',
  nameWasResolved: '{target} 的 {failures} 次失敗中沒有名稱查詢失敗：其主機來自網格或已被連往。',
});
