import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The clock of one node is behind or ahead, so that a good certificate looks invalid. */
export const clockSkew: Cause = defineCause({
  id: 'clock-skew',
  title: 'Node clocks differ so that a certificate is not yet valid',
  explanation:
    'A certificate holds from notBefore to notAfter by the clock of the one who checks it. When that node\'s clock is behind the CA\'s, a fresh certificate is "not yet valid" and the handshake fails: 503 UF CERTIFICATE_VERIFY_FAILED, or UC under TLS 1.3 when the server checks the client. It begins when a certificate is issued and ends when the clock has caught up; only peers on that node are concerned.',
  priorDb: 0,
  references: [
    { title: 'Istio: pilot/cmd/pilot-agent/options/options.go, security/pkg/nodeagent/cache/secretcache.go rotateTime', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'sync-clock',
      purpose: 'repair',
      risk: 'none',
      text: "Synchronise the node's clock (chrony or the provider's time source) and find why it drifted; certificates then become valid without a restart.",
      verifyWith: ['kubectl get nodes -o wide', 'istioctl proxy-config secret {pod} -n {namespace}'],
      undoWith: [],
    },
    {
      id: 'move-away',
      purpose: 'mitigate',
      risk: 'pod-restart',
      text: 'Until then keep {server} off that node (kubectl cordon, then delete its pods there).',
      verifyWith: ['kubectl -n {namespace} get pods -o wide'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      'The verifier reads notBefore in the future (or notAfter in the past) by its own clock and breaks off: 503 UF CERTIFICATE_VERIFY_FAILED, or UC where the server refuses. Only peers on the node with the wrong clock fail.',
    confusedWith: [
      { cause: 'certificate-expired', tellApart: 'There the certificate is past by every clock.' },
      { cause: 'ca-trust-mismatch', tellApart: 'There the dates do not matter.' },
    ],
    seeWith: [{ command: 'date -u; chronyc tracking', shows: 'On both nodes: clocks that differ, or a clock that is not synchronised.' }],
    provenBy:
      "The handshake's own words (not yet valid) prove that the verifier's clock stands before notBefore. Which clock is wrong (or whether somebody issued a certificate for the future) no bundle tells, since its times were written by those clocks: compare the clocks of both nodes at the same moment.",
  },
});

export const zhTW: CauseTranslation = {
  title: '節點時鐘不一致，使憑證看來尚未生效',
  explanation:
    '憑證自 notBefore 到 notAfter 有效，依檢查者的時鐘判斷。若該節點的時鐘落後於 CA，剛簽發的憑證就「尚未生效」，交握因而失敗：503 UF CERTIFICATE_VERIFY_FAILED；若是伺服器在 TLS 1.3 下檢查用戶端則為 UC。問題從憑證簽發時開始，到時鐘追上為止；只影響該節點上的對端。',
  remedies: {
    'sync-clock': '校正節點的時鐘（chrony 或供應商的時間來源），並查明偏移的原因；之後憑證就會生效，不需要重新啟動。',
    'move-away': '在校正之前讓 {server} 離開該節點（kubectl cordon 之後刪除其上的 Pod）。',
  },
  guide: {
    onTheWire:
      '驗證端依自身時鐘認為 notBefore 在未來（或 notAfter 已過）而中斷：503 UF CERTIFICATE_VERIFY_FAILED；若由伺服器拒絕則為 UC。只有時鐘錯誤節點上的對端失敗。',
    confusedWith: {
      'certificate-expired': '該原因中憑證依任何時鐘都已過期。',
      'ca-trust-mismatch': '該原因與日期無關。',
    },
    seeWith: ['在兩個節點上：時鐘不同，或有時鐘未同步。'],
    provenBy:
      '交握自身的文字「尚未生效」證實驗證端的時鐘早於 notBefore。至於哪個時鐘錯誤（或是否有人簽發了未來才生效的憑證），任何證據包都無法得知，因為其中的時間正是這些時鐘所寫：請在同一時刻比較兩個節點的時鐘。',
  },
};
