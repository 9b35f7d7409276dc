import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The proxy speaks another protocol on this port than the application does. */
export const protocolMismatch: Cause = defineCause({
  id: 'protocol-mismatch',
  title: 'The port is treated as another protocol than it speaks',
  explanation:
    "Istio takes a port's protocol from appProtocol, then from the port name up to the first dash, else it looks at the first bytes. Named http2 or grpc but served by an HTTP/1 application: the server answers the HTTP/2 preface with 400 or closes it, and the proxy writes 502 UPE or 503 UC. Named http but carrying TLS or a binary protocol: UPE, UC on the first use of each connection, or DPE (400). Named tcp: no HTTP rows and no retries at all. Protocols where the server speaks first hang on a port that is sniffed. It fails for every request of that kind, at once.",
  priorDb: 0,
  references: [
    {
      title: 'Istio protocol selection',
      url: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
      version: 'Istio 1.18 to 1.31',
    },
    { title: 'Istio: pkg/config/kube/conversion.go', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'declare-protocol',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Set spec.ports[].appProtocol of Service {service} for port {port} to what the application really speaks: http, http2 (or kubernetes.io/h2c), grpc, https, tls or tcp; or name the port with that prefix.\nAll Services that share the target port must agree. Existing connections keep the old protocol.',
      verifyWith: [
        "kubectl -n {namespace} get service {service} -o jsonpath='{.spec.ports}'",
        'istioctl proxy-config listeners {pod} -n {namespace} --port 15006',
        "kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ' 502 UPE '",
      ],
      undoWith: ['kubectl -n {namespace} edit service {service}'],
    },
    {
      id: 'drop-h2-upgrade',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'If HTTP/2 comes from h2UpgradePolicy: UPGRADE or useClientProtocol in a DestinationRule or the mesh configuration, set connectionPool.http.h2UpgradePolicy: DO_NOT_UPGRADE for {service}.',
      verifyWith: ['istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -i http2ProtocolOptions'],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'treat-as-tcp',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'Until it is known what the port carries, declare it tcp: bytes then pass unchanged, without HTTP routing, retries and HTTP metrics.',
      verifyWith: ["kubectl -n {namespace} get service {service} -o jsonpath='{.spec.ports}'"],
      undoWith: ['kubectl -n {namespace} edit service {service}'],
    },
  ],
  guide: {
    onTheWire:
      "The two sides read each other's first bytes wrongly: an HTTP/2 preface answered with 400 or a close (UPE, UC), TLS or binary bytes taken for HTTP (DPE, UPE), or both wait for the other to begin (a hang, then a time-out).",
    confusedWith: [
      { cause: 'mtls-mode-mismatch', tellApart: 'There TLS or its absence is what differs.' },
      { cause: 'malformed-response', tellApart: 'There the protocol is right and one answer breaks its rules.' },
      { cause: 'upgrade-broken', tellApart: 'There ordinary requests pass and upgrades fail.' },
    ],
    seeWith: [
      {
        command: "kubectl -n {namespace} get service {service} -o jsonpath='{.spec.ports}'",
        shows: 'A name or appProtocol that the application does not speak.',
      },
      {
        command: 'kubectl -n {namespace} exec {pod} -c istio-proxy -- curl -sv --http2-prior-knowledge http://localhost:{port}/',
        shows: 'Whether the application speaks HTTP/2; without the option, HTTP/1.1.',
      },
    ],
    provenBy: 'What the port is declared to be and what the application speaks on it, and failures of every request of that kind.',
  },
});

export const zhTW: CauseTranslation = {
  title: '連接埠被當成與實際不同的通訊協定處理',
  explanation:
    'Istio 依序以 appProtocol、連接埠名稱中第一個連字號之前的部分判定協定，都沒有時則觀察最初的位元組。命名為 http2 或 grpc 但實際是 HTTP/1 應用程式：伺服器對 HTTP/2 前言回以 400 或直接關閉，代理寫下 502 UPE 或 503 UC。命名為 http 但承載 TLS 或二進位協定：UPE、每條連線第一次使用即 UC，或 DPE（400）。命名為 tcp：完全沒有 HTTP 紀錄與重試。由伺服器先發話的協定，在需要偵測的連接埠上會停住。該類請求會立刻全部失敗。',
  remedies: {
    'declare-protocol':
      '將 Service {service} 的 {port} 埠的 spec.ports[].appProtocol 設為應用程式實際使用的協定：http、http2（或 kubernetes.io/h2c）、grpc、https、tls 或 tcp；或以該字首命名連接埠。\n共用同一目標連接埠的所有 Service 必須一致。既有連線仍沿用舊協定。',
    'drop-h2-upgrade':
      '若 HTTP/2 來自 DestinationRule 或網格組態中的 h2UpgradePolicy: UPGRADE 或 useClientProtocol，請為 {service} 設定 connectionPool.http.h2UpgradePolicy: DO_NOT_UPGRADE。',
    'treat-as-tcp': '在確認該連接埠承載何種協定之前，先宣告為 tcp：資料會原封不動通過，但沒有 HTTP 路由、重試與 HTTP 指標。',
  },
  guide: {
    onTheWire: '兩端誤讀對方的第一批位元組：HTTP/2 前言得到 400 或關閉（UPE、UC）、TLS 或二進位被當成 HTTP（DPE、UPE），或雙方都等對方先開口（卡住後逾時）。',
    confusedWith: {
      'mtls-mode-mismatch': '該原因的差別在於有無 TLS。',
      'malformed-response': '該原因的協定正確，只是某個回應違反規則。',
      'upgrade-broken': '該原因一般請求通過，升級請求失敗。',
    },
    seeWith: ['名稱或 appProtocol 與應用程式實際的協定不同。', '應用程式是否支援 HTTP/2；去掉該選項則測 HTTP/1.1。'],
    provenBy: '連接埠宣告的協定與應用程式實際使用的協定，且該類請求全部失敗。',
  },
};
