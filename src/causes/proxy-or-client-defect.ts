import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A defect of one version of the proxy, the client or the server ends good connections. */
export const proxyOrClientDefect: Cause = defineCause({
  id: 'proxy-or-client-defect',
  title: 'A defect of one version',
  explanation:
    'Now and then a release of Envoy, Istio, a client library or a server mishandles connections: a missed FIN, a wrong reset, a broken retry. It shows as any flag. What speaks for it is only time and version: the failures begin with an upgrade, concern exactly the instances that have it, and end with the downgrade. Settings, restarts and limits explain far more failures, so they come first.',
  // Only after the rest is ruled out: of some 60 issue threads read, few ended in a defect, and those had a version at which they began.
  priorDb: -10,
  references: [
    { title: 'istio/istio issue 58389', url: 'https://github.com/istio/istio/issues/58389', version: 'read 2026-08' },
    { title: 'envoyproxy/envoy issue 6190', url: 'https://github.com/envoyproxy/envoy/issues/6190', version: 'read 2026-08' },
  ],
  remedies: [
    {
      id: 'change-version',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Move the one component that changed to the fixed release, or back to the last good one, on one replica first; read its release notes for connection handling.',
      verifyWith: ['istioctl version', 'kubectl -n {namespace} rollout status deployment/{server}', 'kubectl -n {namespace} get pods -o wide'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'compare-replicas',
      purpose: 'repair',
      risk: 'none',
      text: 'Prove it: run two replicas that differ in this version only and compare their failures; report it upstream with both logs.',
      verifyWith: ['kubectl -n {namespace} get pods -o wide'],
      undoWith: [],
    },
  ],
});

export const zhTW: CauseTranslation = {
  title: '某個版本的缺陷',
  explanation:
    '偶爾有某個版本的 Envoy、Istio、用戶端函式庫或伺服器會錯誤處理連線：漏看 FIN、錯誤的重設、失效的重試。它可能呈現為任何旗標。能佐證的只有時間與版本：失敗從升級開始，恰好發生在使用該版本的執行個體，並隨降版結束。設定、重新啟動與限制能解釋的失敗遠多於此，因此應先排除它們。',
  remedies: {
    'change-version': '將有變動的那個元件升級到已修正的版本，或退回最後一個正常的版本，先在一個副本上進行；並閱讀版本說明中關於連線處理的部分。',
    'compare-replicas': '加以證明：執行兩個僅此版本不同的副本並比較失敗情形；附上兩者的日誌回報給上游專案。',
  },
};
