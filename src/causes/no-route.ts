import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The proxy took the request and found no route for its host and path. */
export const noRoute: Cause = defineCause({
  id: 'no-route',
  title: 'No route matches: wrong host, gateway binding or match',
  explanation:
    "The proxy looked for a virtual host and a route that match the request's authority, path and headers and found none, so it answered 404 itself: flag NR, route_not_found. Nothing was sent upstream. On a gateway the host is missing in the Gateway, or the VirtualService is not bound to it (spec.gateways), or its hosts differ; in a sidecar a VirtualService without a catch-all match leaves paths without a route. A listener row with code 0 and NR is something else: there no filter chain accepted the connection (see mTLS).",
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Istio VirtualService', url: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/', version: 'Istio 1.18 to 1.31' },
    { title: 'Istio Gateway', url: 'https://istio.io/latest/docs/reference/config/networking/gateway/', version: 'Istio 1.18 to 1.31' },
    { title: 'Istio: debugging Envoy and istiod', url: 'https://istio.io/latest/docs/ops/diagnostic-tools/proxy-cmd/', version: 'Istio 1.18 to 1.31' },
  ],
  remedies: [
    {
      id: 'add-route',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Let the VirtualService for {service} list the host exactly as the client sends it, name the gateway in spec.gateways (with "mesh" too if sidecars shall use it), and end with a route that has no match.\nThe host must also stand in spec.servers[].hosts of the Gateway, and the Gateway\'s selector must match the gateway pods.',
      verifyWith: [
        'istioctl analyze -n {namespace}',
        'istioctl proxy-config routes deploy/{client} -n {namespace}',
        "kubectl -n {namespace} logs deploy/{client} -c istio-proxy --since=10m | grep -c ' 404 NR '",
      ],
      undoWith: ['kubectl -n {namespace} edit virtualservices.networking.istio.io'],
    },
    {
      id: 'correct-host',
      purpose: 'repair',
      risk: 'traffic-change',
      text: "Or let the caller send the host that is configured: the Service's name, and no address and no foreign Host header.",
      verifyWith: ["kubectl -n {namespace} logs deploy/{client} -c istio-proxy --since=10m | grep -c ' 404 NR '"],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire: 'The request is read and answered by the proxy itself: 404, NR, route_not_found, no upstream host. Nothing is sent on.',
    confusedWith: [
      { cause: 'unknown-cluster', tellApart: 'There a route matched and its cluster is missing (NC, 503).' },
      { cause: 'mtls-mode-mismatch', tellApart: 'NR with code 0 and filter_chain_not_found is of a listener, not of a route.' },
      { cause: 'sidecar-scope', tellApart: 'There another proxy has the route and this one is not given it.' },
    ],
    seeWith: [
      {
        command: 'istioctl proxy-config routes deploy/{client} -n {namespace} -o json',
        shows: 'No virtual host with the domain that the client sends, or no route that its path matches.',
      },
    ],
    provenBy: 'The authority and path of a failing row against the virtual hosts and routes of the proxy that wrote it.',
  },
});

export const zhTW: CauseTranslation = {
  title: '沒有符合的路由：主機名稱、閘道繫結或比對條件有誤',
  explanation:
    '代理尋找符合請求的 authority、路徑與標頭的虛擬主機與路由，卻找不到，於是自行回應 404：旗標 NR，route_not_found。沒有任何內容送往上游。在閘道上，可能是 Gateway 缺少該主機、VirtualService 未繫結到它（spec.gateways），或 hosts 不同；在 sidecar 中，沒有萬用比對的 VirtualService 會讓部分路徑沒有路由。代碼為 0 且帶 NR 的監聽器紀錄是另一回事：那是沒有任何 filter chain 接受該連線（參見 mTLS）。',
  remedies: {
    'add-route':
      '讓 {service} 的 VirtualService 列出與用戶端送出的完全相同的主機名稱，在 spec.gateways 指明閘道（若 sidecar 也要使用，須一併列出 "mesh"），並以一條沒有比對條件的路由收尾。\n該主機也必須列在 Gateway 的 spec.servers[].hosts，且 Gateway 的 selector 必須符合閘道的 Pod。',
    'correct-host': '或者讓呼叫端送出已設定的主機名稱：使用 Service 的名稱，而非 IP 位址或其他的 Host 標頭。',
  },
  guide: {
    onTheWire: '請求由代理讀取並自行回應：404、NR、route_not_found，沒有上游主機。沒有轉送任何東西。',
    confusedWith: {
      'unknown-cluster': '該原因有符合的路由，但其叢集不存在（NC、503）。',
      'mtls-mode-mismatch': '代碼 0、filter_chain_not_found 的 NR 屬於監聽器，而非路由。',
      'sidecar-scope': '該原因中其他代理有該路由，此代理沒有得到。',
    },
    seeWith: ['沒有用戶端所送網域的虛擬主機，或沒有符合其路徑的路由。'],
    provenBy: '將失敗列的 authority 與路徑，對照寫出該列之代理的虛擬主機與路由。',
  },
};
