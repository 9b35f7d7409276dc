import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A request to switch protocols (WebSocket and the like) was not passed on by one hop. */
export const upgradeBroken: Cause = defineCause({
  id: 'upgrade-broken',
  title: 'WebSocket or other upgrade is not passed',
  explanation:
    'An upgrade needs every hop to speak HTTP/1.1 with it, or extended CONNECT over HTTP/2. When a hop does not allow it, Envoy answers 403 upgrade_failed; when HTTP/2 is forced on a hop whose server does not support it, the upgrade ends in 502 or 503; when a time-out applies to the long-lived stream, it is cut after the same time. Only upgrades fail, ordinary requests to the same service pass (or the other way round).',
  priorDb: 0,
  references: [
    { title: 'Envoy HTTP upgrades', url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/upgrades', version: 'Envoy 1.36.4 to 1.40.0' },
    {
      title: 'Istio protocol selection',
      url: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
      version: 'Istio 1.18 to 1.31',
    },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'allow-upgrade',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Where a proxy refuses it (403 upgrade_failed), let it pass: Istio allows websocket alone, so another type (spdy/3.1, connect) needs an EnvoyFilter that adds its upgrade_type to upgrade_configs of the connection manager, at every proxy of the way; an EnvoyFilter that replaces the list must name websocket too.',
      verifyWith: [
        'istioctl proxy-config listeners {pod} -n {namespace} -o json | grep -A3 upgradeConfigs',
        'kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c upgrade_failed',
      ],
      undoWith: ['kubectl -n {namespace} edit envoyfilters.networking.istio.io'],
    },
    {
      id: 'keep-http1',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Keep HTTP/1.1 for {service}: no h2UpgradePolicy: UPGRADE in its DestinationRule, appProtocol http (or kubernetes.io/ws) on its port.',
      verifyWith: [
        "kubectl -n {namespace} get service {service} -o jsonpath='{.spec.ports}'",
        'istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -i http2ProtocolOptions',
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'lift-timeout',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Take the time-out off the route of the upgrade (http.timeout: 0s in a VirtualService route of its own), and send pings from the application.',
      verifyWith: ['istioctl proxy-config routes deploy/{client} -n {namespace} -o json | grep -i timeout'],
      undoWith: ['kubectl -n {namespace} edit virtualservices.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      "The upgrade's request arrives and 101 does not come back: 403 upgrade_failed from the proxy that does not pass it, 502 or 503 where HTTP/2 cannot carry it, or a cut after one and the same time.",
    confusedWith: [
      { cause: 'protocol-mismatch', tellApart: 'There ordinary requests fail too.' },
      { cause: 'request-timeout', tellApart: 'There long requests of any kind are cut at the limit.' },
      { cause: 'authorization-denied', tellApart: 'There 403 carries rbac_access_denied.' },
    ],
    seeWith: [
      {
        command:
          "curl -sv -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==' http://{service}:{port}/",
        shows: '403 or 50x instead of 101; at which hop the first non-101 is written says who refuses.',
      },
    ],
    provenBy: "upgrade_failed in a proxy's row, or upgrades alone that fail at one hop while ordinary requests of the same service pass it.",
  },
});

export const zhTW: CauseTranslation = {
  title: 'WebSocket 或其他協定升級未能通過',
  explanation:
    '協定升級需要每一段都以 HTTP/1.1 處理它，或在 HTTP/2 上使用 extended CONNECT。若某一段不允許，Envoy 回應 403 upgrade_failed；若在伺服器不支援的一段強制使用 HTTP/2，升級會以 502 或 503 收場；若逾時套用到長時間的串流，則會在固定時間後被切斷。只有升級請求失敗，同一服務的一般請求可以通過（或相反）。',
  remedies: {
    'allow-upgrade':
      '若代理拒絕升級（403 upgrade_failed），請讓它通過：Istio 只允許 websocket，其他類型（spdy/3.1、connect）需要以 EnvoyFilter 在路徑上每個代理的連線管理員中，將其 upgrade_type 加入 upgrade_configs；若 EnvoyFilter 取代整份清單，也必須列出 websocket。',
    'keep-http1': '讓 {service} 維持 HTTP/1.1：其 DestinationRule 不設 h2UpgradePolicy: UPGRADE，連接埠使用 appProtocol http（或 kubernetes.io/ws）。',
    'lift-timeout': '移除升級路由上的逾時（在 VirtualService 中獨立一條路由設定 http.timeout: 0s），並由應用程式定期送出 ping。',
  },
  guide: {
    onTheWire: '升級請求抵達，但 101 沒有回來：不轉送的代理回 403 upgrade_failed；HTTP/2 無法承載時為 502 或 503；或總在相同時間後被切斷。',
    confusedWith: {
      'protocol-mismatch': '該原因的一般請求也會失敗。',
      'request-timeout': '該原因中任何耗時請求都在時限被切斷。',
      'authorization-denied': '該原因的 403 帶有 rbac_access_denied。',
    },
    seeWith: ['不是 101 而是 403 或 50x；第一個寫出非 101 的那一段就是拒絕者。'],
    provenBy: '代理記錄列中的 upgrade_failed，或同一服務的一般請求通過、唯獨升級在某一段失敗。',
  },
};
