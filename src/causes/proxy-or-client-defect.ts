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
  guide: {
    onTheWire: 'Whatever the defect does: it can look like any other cause. What marks it is who is concerned: exactly the instances with one version.',
    confusedWith: [
      {
        cause: 'keepalive-idle-mismatch',
        tellApart:
          'An upgrade often brings new limits or default retries (Istio 1.24 no longer retries 503): then the race was there before and only shows now.',
      },
      { cause: 'config-rejected', tellApart: 'After an upgrade an EnvoyFilter that no longer fits is far more frequent than a defect.' },
      { cause: 'protocol-mismatch', tellApart: 'A stricter release refuses what an older one let pass.' },
    ],
    seeWith: [
      {
        command:
          'istioctl version; kubectl -n {namespace} get pods -o jsonpath=\'{range .items[*]}{.metadata.name}{"\\t"}{.spec.containers[*].image}{"\\n"}{end}\'',
        shows: 'One version among the instances that fail, another among those that do not.',
      },
    ],
    provenBy:
      'Two replicas side by side that differ in this one version, under the same load: failures at the one and none at the other, that end with the downgrade. A bundle of one moment can only rule it out (failures at both versions, or before the upgrade).',
  },
});

export const zhTW: CauseTranslation = {
  title: '某個版本的缺陷',
  explanation:
    '偶爾有某個版本的 Envoy、Istio、用戶端函式庫或伺服器會錯誤處理連線：漏看 FIN、錯誤的重設、失效的重試。它可能呈現為任何旗標。能佐證的只有時間與版本：失敗從升級開始，恰好發生在使用該版本的執行個體，並隨降版結束。設定、重新啟動與限制能解釋的失敗遠多於此，因此應先排除它們。',
  remedies: {
    'change-version': '將有變動的那個元件升級到已修正的版本，或退回最後一個正常的版本，先在一個副本上進行；並閱讀版本說明中關於連線處理的部分。',
    'compare-replicas': '加以證明：執行兩個僅此版本不同的副本並比較失敗情形；附上兩者的日誌回報給上游專案。',
  },
  guide: {
    onTheWire: '視缺陷而定：可能像任何其他原因。其特徵在於影響對象：恰好是某個版本的執行個體。',
    confusedWith: {
      'keepalive-idle-mismatch': '升級常帶來新的時限或預設重試（Istio 1.24 不再重試 503）：競態早已存在，只是現在才顯現。',
      'config-rejected': '升級之後，不再適用的 EnvoyFilter 遠比缺陷常見。',
      'protocol-mismatch': '較嚴格的版本會拒絕舊版放行的內容。',
    },
    seeWith: ['失敗的執行個體是同一版本，正常的是另一版本。'],
    provenBy: '兩個僅版本不同的副本，在相同負載下並行：一個失敗、另一個沒有，且降版後停止。單一時刻的證據包只能排除它（兩個版本都失敗，或升級之前就已失敗）。',
  },
};
