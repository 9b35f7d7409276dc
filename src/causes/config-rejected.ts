import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The proxy refused the configuration it was sent and works with an old or no configuration. */
export const configRejected: Cause = defineCause({
  id: 'config-rejected',
  title: 'The proxy rejects its configuration, or an EnvoyFilter breaks it',
  explanation:
    "istiod sends configuration that Envoy rejects (NACK), most often because of an EnvoyFilter that no longer fits the version. The proxy keeps what it had before; a new proxy has nothing and does not become ready, so its pod gets no traffic. Routes, clusters or listeners that came later are missing: NR, NC, or refused connections. istioctl proxy-status shows an error or nothing acknowledged, and istiod's log has the rejected text.",
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    { title: 'Istio: debugging Envoy and istiod', url: 'https://istio.io/latest/docs/ops/diagnostic-tools/proxy-cmd/', version: 'Istio 1.18 to 1.31' },
    { title: 'Istio EnvoyFilter', url: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'repair-envoyfilter',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Correct or remove the object that the rejection names, most often an EnvoyFilter; then the proxies accept the next push without a restart.',
      verifyWith: [
        'istioctl proxy-status',
        "kubectl -n istio-system logs deploy/istiod --since=10m | grep -c -i 'ACK ERROR'",
        'kubectl get envoyfilters.networking.istio.io -A',
      ],
      undoWith: ['kubectl -n {namespace} edit envoyfilters.networking.istio.io'],
    },
    {
      id: 'limit-filter',
      purpose: 'prevent',
      risk: 'config-reload',
      text: 'Keep EnvoyFilters narrow: workloadSelector, match.proxy.proxyVersion, and an API field of Istio instead wherever one exists; try them on one workload before an upgrade.',
      verifyWith: ['istioctl analyze -A'],
      undoWith: ['kubectl -n {namespace} edit envoyfilters.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      'Nothing on the data path at first: the proxy refuses a push (NACK) and runs on with what it had. A new proxy has nothing: RST to SYN or no readiness. What came later is missing: NR, NC.',
    confusedWith: [
      { cause: 'no-route', tellApart: 'There the proxy took its configuration and it has no such route.' },
      { cause: 'unknown-cluster', tellApart: 'There nobody defined it.' },
      { cause: 'stale-endpoints', tellApart: 'There the stream to istiod is late or cut; here it is alive and refused.' },
    ],
    seeWith: [
      { command: 'istioctl proxy-status', shows: 'ERROR, or NOT SENT, or an old version acknowledged.' },
      { command: "kubectl -n istio-system logs deploy/istiod | grep -E 'ACK ERROR|NACK'", shows: 'The rejected text, with the field that Envoy refuses.' },
    ],
    provenBy: "istiod's line of the rejection (or the proxy's error state), of the type that is missing, before the failures.",
  },
});

export const zhTW: CauseTranslation = {
  title: '代理拒絕其組態，或 EnvoyFilter 破壞了組態',
  explanation:
    'istiod 送出的組態被 Envoy 拒絕（NACK），最常見的原因是不再符合版本的 EnvoyFilter。代理會保留先前的組態；新的代理則什麼都沒有而無法就緒，其 Pod 因此收不到流量。之後新增的路由、叢集或監聽器都會缺少：NR、NC 或連線被拒。istioctl proxy-status 會顯示錯誤或沒有任何確認，istiod 的日誌中有被拒絕的內容。',
  remedies: {
    'repair-envoyfilter': '修正或移除拒絕訊息所指的物件，通常是 EnvoyFilter；之後代理會接受下一次推送，不需要重新啟動。',
    'limit-filter': '縮小 EnvoyFilter 的範圍：使用 workloadSelector、match.proxy.proxyVersion，並盡可能改用 Istio 的 API 欄位；升級前先在單一工作負載上試用。',
  },
  guide: {
    onTheWire:
      '起初資料路徑上沒有任何異狀：代理拒絕推送（NACK），以舊組態繼續運作。新代理則什麼都沒有：對 SYN 回 RST 或無法就緒。之後才加入的部分不存在：NR、NC。',
    confusedWith: {
      'no-route': '該原因的代理已接受組態，只是沒有該路由。',
      'unknown-cluster': '該原因沒有任何人定義它。',
      'stale-endpoints': '該原因與 istiod 的串流延遲或中斷；這裡串流正常，是被拒絕。',
    },
    seeWith: ['ERROR、NOT SENT，或確認的是舊版本。', '遭拒的文字，以及 Envoy 拒絕的欄位。'],
    provenBy: 'istiod 對拒絕的記錄（或代理的錯誤狀態），類型與缺少的部分相符，且早於失敗。',
  },
};
