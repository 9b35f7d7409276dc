/** The families of causes, in the order they are listed to people. */
export type CauseGroup = 'connection' | 'pod' | 'endpoints' | 'routing' | 'security' | 'protocol' | 'limits' | 'control-plane' | 'network' | 'application';

/** What a cause is called. Ids are public and stable; a title is one sentence without a full stop. */
export interface CauseName {
  readonly group: CauseGroup;
  readonly title: string;
  /** Traditional Chinese as used in Taiwan. */
  readonly zhTW: string;
}

/** A public cause id. */
export type CauseId =
  | 'keepalive-idle-mismatch'
  | 'connection-lifetime-limit'
  | 'middlebox-idle-drop'
  | 'unannounced-close'
  | 'pinned-stale-address'
  | 'oom-killed'
  | 'app-crashed'
  | 'crash-loop'
  | 'liveness-killed'
  | 'evicted'
  | 'cpu-saturated'
  | 'startup-race'
  | 'shutdown-race'
  | 'rollout-load-shift'
  | 'readiness-failing'
  | 'service-selector-mismatch'
  | 'target-port-mismatch'
  | 'app-not-listening'
  | 'stale-endpoints'
  | 'outlier-ejection'
  | 'dns-failure'
  | 'no-route'
  | 'unknown-cluster'
  | 'sidecar-scope'
  | 'rollout-ordering'
  | 'mtls-mode-mismatch'
  | 'tls-origination-mismatch'
  | 'certificate-expired'
  | 'ca-trust-mismatch'
  | 'certificate-unavailable'
  | 'clock-skew'
  | 'authorization-denied'
  | 'protocol-mismatch'
  | 'malformed-response'
  | 'header-limit'
  | 'upgrade-broken'
  | 'circuit-breaker-overflow'
  | 'request-timeout'
  | 'rate-limited'
  | 'proxy-overloaded'
  | 'config-rejected'
  | 'listener-drain'
  | 'network-policy-blocked'
  | 'conntrack-exhausted'
  | 'app-answered-503'
  | 'vminsert-overloaded'
  | 'vmstorage-unavailable'
  | 'app-closed-mid-request'
  | 'proxy-or-client-defect';

/** Every public cause id with its group and title in both languages. What a cause explains and how to repair it stands elsewhere. */
export const causeNames: Readonly<Record<CauseId, CauseName>> = {
  'keepalive-idle-mismatch': {
    group: 'connection',
    title: 'The receiving side closes idle connections no later than the sending side reuses them',
    zhTW: '接收端關閉閒置連線的時間，不晚於發送端重複使用該連線的時間',
  },
  'connection-lifetime-limit': {
    group: 'connection',
    title: 'The receiver ends connections by age or request count without announcing it',
    zhTW: '接收端依連線存活時間或請求數結束連線，卻未事先告知',
  },
  'middlebox-idle-drop': {
    group: 'connection',
    title: 'A load balancer, NAT or conntrack entry forgets an idle flow; neither end closed it',
    zhTW: '負載平衡器、NAT 或 conntrack 遺忘了閒置的連線；兩端都沒有關閉它',
  },
  'unannounced-close': {
    group: 'connection',
    title: 'The application closes after a response without saying so (HTTP/1.0, missing Connection: close)',
    zhTW: '應用程式在回應後逕自關閉連線（HTTP/1.0，或缺少 Connection: close）',
  },
  'pinned-stale-address': {
    group: 'connection',
    title: 'A client or proxy keeps dialling an address that name resolution no longer gives',
    zhTW: '用戶端或代理持續連往名稱解析已不再提供的位址',
  },
  'oom-killed': { group: 'pod', title: 'A container of the path was killed for memory', zhTW: '路徑上的某個容器因記憶體不足遭到終止' },
  'app-crashed': {
    group: 'pod',
    title: 'A process or worker of the application dies on or between requests',
    zhTW: '應用程式的行程或工作行程在請求期間或請求之間當掉',
  },
  'crash-loop': { group: 'pod', title: 'A container restarts again and again', zhTW: '某個容器反覆重新啟動' },
  'liveness-killed': { group: 'pod', title: 'The kubelet kills a container whose liveness probe fails', zhTW: 'kubelet 終止了存活探測失敗的容器' },
  evicted: { group: 'pod', title: 'The pod was evicted or its node went away', zhTW: 'Pod 遭驅逐，或其節點已離線' },
  'cpu-saturated': {
    group: 'pod',
    title: 'CPU limit or node CPU starves the application or proxy',
    zhTW: 'CPU 上限或節點 CPU 不足，使應用程式或代理得不到運算時間',
  },
  'startup-race': {
    group: 'pod',
    title: 'Application or proxy used before its sidecar, configuration or listener is ready',
    zhTW: '應用程式或代理在其 sidecar、組態或監聽器就緒之前就被使用',
  },
  'shutdown-race': { group: 'pod', title: 'A pod terminates while traffic still arrives', zhTW: 'Pod 正在終止時仍有流量送達' },
  'rollout-load-shift': { group: 'pod', title: 'During a rolling change the remaining replicas are overloaded', zhTW: '滾動更新期間，剩餘的副本負載過重' },
  'readiness-failing': { group: 'endpoints', title: 'No endpoint is ready, or readiness flaps', zhTW: '沒有任何端點就緒，或就緒狀態反覆變動' },
  'service-selector-mismatch': {
    group: 'endpoints',
    title: "The Service's selector or port name matches no pod",
    zhTW: 'Service 的選擇器或連接埠名稱對應不到任何 Pod',
  },
  'target-port-mismatch': {
    group: 'endpoints',
    title: 'Service, route or data source points at a port where the application does not listen',
    zhTW: 'Service、路由或資料來源指向應用程式並未監聽的連接埠',
  },
  'app-not-listening': {
    group: 'endpoints',
    title: 'The application listens on loopback or on another address only',
    zhTW: '應用程式只監聽回送位址或其他位址',
  },
  'stale-endpoints': {
    group: 'endpoints',
    title: 'A proxy still sends to an address that has left: late push, stuck xDS, held hosts',
    zhTW: '代理仍送往已離開的位址：推送延遲、xDS 停滯或保留的主機',
  },
  'outlier-ejection': { group: 'endpoints', title: 'Outlier detection ejected the endpoints', zhTW: '異常偵測（outlier detection）剔除了端點' },
  'dns-failure': { group: 'endpoints', title: "The upstream's name does not resolve", zhTW: '上游的名稱無法解析' },
  'no-route': { group: 'routing', title: 'No route matches: wrong host, gateway binding or match', zhTW: '沒有符合的路由：主機名稱、閘道繫結或比對條件有誤' },
  'unknown-cluster': { group: 'routing', title: 'A route names a cluster or subset that does not exist', zhTW: '路由指向不存在的叢集或子集' },
  'sidecar-scope': {
    group: 'routing',
    title: 'Sidecar egress scope or REGISTRY_ONLY hides the destination',
    zhTW: 'Sidecar 的 egress 範圍或 REGISTRY_ONLY 隱藏了目的地',
  },
  'rollout-ordering': {
    group: 'routing',
    title: 'A roll-out controller re-points a subset or Service before pods are ready or after they are gone',
    zhTW: '發布控制器在 Pod 就緒之前或消失之後，才改變子集或 Service 的指向',
  },
  'mtls-mode-mismatch': { group: 'security', title: 'One side speaks mutual TLS, the other plaintext', zhTW: '一端使用雙向 TLS，另一端使用明文' },
  'tls-origination-mismatch': {
    group: 'security',
    title: 'TLS applied twice, or towards a plaintext port, or not at all',
    zhTW: 'TLS 重複套用、套用到明文連接埠，或根本沒有套用',
  },
  'certificate-expired': {
    group: 'security',
    title: 'A certificate on the path is past notAfter and was not rotated',
    zhTW: '路徑上的某張憑證已超過 notAfter 而未輪替',
  },
  'ca-trust-mismatch': { group: 'security', title: 'The two sides trust different roots', zhTW: '兩端信任不同的根憑證' },
  'certificate-unavailable': { group: 'security', title: 'A proxy cannot obtain its certificate', zhTW: '代理無法取得自己的憑證' },
  'clock-skew': { group: 'security', title: 'Node clocks differ so that a certificate is not yet valid', zhTW: '節點時鐘不一致，使憑證看來尚未生效' },
  'authorization-denied': {
    group: 'security',
    title: 'An AuthorizationPolicy or external authorizer refuses',
    zhTW: 'AuthorizationPolicy 或外部授權服務拒絕了請求',
  },
  'protocol-mismatch': { group: 'protocol', title: 'The port is treated as another protocol than it speaks', zhTW: '連接埠被當成與實際不同的通訊協定處理' },
  'malformed-response': { group: 'protocol', title: "The upstream's answer violates HTTP", zhTW: '上游的回應違反 HTTP' },
  'header-limit': { group: 'protocol', title: 'Headers are too large or too many', zhTW: '標頭過大或過多' },
  'upgrade-broken': { group: 'protocol', title: 'WebSocket or other upgrade is not passed', zhTW: 'WebSocket 或其他協定升級未能通過' },
  'circuit-breaker-overflow': { group: 'limits', title: 'A connection-pool limit is reached', zhTW: '已達連線池上限' },
  'request-timeout': { group: 'limits', title: 'A proxy or server time limit cuts a slow request', zhTW: '代理或伺服器的時間限制中斷了緩慢的請求' },
  'rate-limited': { group: 'limits', title: 'A rate limit, or the failure of the rate-limit service', zhTW: '速率限制，或速率限制服務本身失效' },
  'proxy-overloaded': { group: 'limits', title: "The proxy's own limits (CPU, memory, overload manager)", zhTW: '代理自身的限制（CPU、記憶體、過載管理員）' },
  'config-rejected': {
    group: 'control-plane',
    title: 'The proxy rejects its configuration, or an EnvoyFilter breaks it',
    zhTW: '代理拒絕其組態，或 EnvoyFilter 破壞了組態',
  },
  'listener-drain': { group: 'control-plane', title: 'A configuration push replaces a listener and cuts connections', zhTW: '組態推送更換監聽器並切斷連線' },
  'network-policy-blocked': {
    group: 'network',
    title: 'A NetworkPolicy or firewall drops or rejects the path',
    zhTW: 'NetworkPolicy 或防火牆丟棄或拒絕了這條路徑',
  },
  'conntrack-exhausted': {
    group: 'network',
    title: "The node's connection tracking is full or marks packets invalid",
    zhTW: '節點的連線追蹤表已滿，或將封包標記為無效',
  },
  'app-answered-503': { group: 'application', title: "The 503 is the application's own answer", zhTW: '503 是應用程式自己的回應' },
  'vminsert-overloaded': {
    group: 'application',
    title: 'vminsert refuses: concurrent-insert limit or queue wait',
    zhTW: 'vminsert 拒絕請求：並行寫入上限或佇列等待',
  },
  'vmstorage-unavailable': {
    group: 'application',
    title: 'vminsert cannot write: storage nodes down or read-only',
    zhTW: 'vminsert 無法寫入：儲存節點停擺或唯讀',
  },
  'app-closed-mid-request': {
    group: 'application',
    title: 'The application closes while it handles the request (abort, body or read limit, handler panic)',
    zhTW: '應用程式在處理請求時關閉連線（中止、本文或讀取限制、處理常式 panic）',
  },
  'proxy-or-client-defect': { group: 'application', title: 'A defect of one version', zhTW: '某個版本的缺陷' },
};

/** All public cause ids, grouped as in the table. */
export const causeIds: readonly CauseId[] = Object.keys(causeNames) as CauseId[]; // the keys of a literal are exactly its type's keys

/** True for a public cause id. */
export function isCauseId(id: string): id is CauseId {
  return Object.hasOwn(causeNames, id);
}

/** The title of a cause in the language asked for. */
export function causeTitle(id: CauseId, language: 'en' | 'zh-TW' = 'en'): string {
  return language === 'en' ? causeNames[id].title : causeNames[id].zhTW;
}
