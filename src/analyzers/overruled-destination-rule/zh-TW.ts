import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { overruledDestinationRule } from './index.ts';

export const zhTW: Texts = translate(overruledDestinationRule.messages, {
  replacedForClients: 'DestinationRule {rule} 為 {service} 設定 {settings}，但 {namespace} 的代理拿到的是 {winner}，這一份完全不採用。',
  olderRuleKept: 'DestinationRule {rule} 為 {service} 設定 {settings}，但 {winner} 較舊：同一命名空間中同一主機有兩份規則時，只保留較舊者的 trafficPolicy。',
  oneOfTwoKept: 'DestinationRule {rule} 與 {winner} 都為 {service} 設定 trafficPolicy：只保留較舊者的，而證據看不出哪一份較舊。',
  notExported: 'DestinationRule {rule} 為 {service} 設定 {settings}，但 exportTo {exportTo} 不包含 {namespace} 的代理。',
  notLookedAt: 'DestinationRule {rule} 為 {service} 設定 {settings}，但 {namespace} 的代理只在 {namespace}、{serviceNamespace} 與 {root} 中尋找規則。',
  hostNamesNothing: 'DestinationRule {rule} 的 host 是 {host}，Istio 將它視為 {taken}；沒有 Service 叫這個名字，{service} 因此沒有套用到它。',
});
