import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { limitOnAnotherHop } from './index.ts';

export const zhTW: Texts = translate(limitOnAnotherHop.messages, {
  callersOnly:
    'DestinationRule {rule} 為 {service} 設定閒置上限 {limit}，但 {workload} 的 sidecar 不採用 {ruleNamespace} 的規則：它只作用於該命名空間呼叫端的連線，而不是 {hop}；那裡的連線保留 {kept}。',
  subsetOnly:
    'DestinationRule {rule} 只在 subset 中為 {service} 設定閒置上限 {limit}：它作用於呼叫端對該 subset 的連線池，而不是 {hop}；那裡的連線保留 {kept}。',
  selectedClientsOnly:
    'DestinationRule {rule} 為 {service} 設定閒置上限 {limit}，並帶有 workloadSelector：它作用於所選取的呼叫端，而不是 {hop}；那裡的連線保留 {kept}。',
  absentFromProxy: 'DestinationRule {rule} 為 {service} 設定閒置上限 {limit}，且沒有其他規則，但 {hop} 上的代理將連線保留 {kept}。',
  keepaliveProbes:
    'DestinationRule {rule} 為 {service} 啟用 TCP keepalive：探測封包不是請求，因此在 {hop} 上接收端仍在閒置 {server} 後關閉連線，傳送端則保留連線 {kept}。',
  tcpLimitOnHttp:
    'DestinationRule {rule} 為 {service} 設定 connectionPool.tcp.idleTimeout {limit}：它只計入以 TCP 代理的連線（Istio {since} 以後），不計入 {hop} 上的 HTTP；那裡的連線保留 {kept}。',
  beyondListener: 'DestinationRule {rule} 為 {service} 設定閒置上限 {limit}，但它只作用於連線池：{hop} 上接收的監聽器仍在閒置 {server} 後關閉連線。',
});
