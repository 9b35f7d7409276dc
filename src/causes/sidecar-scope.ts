import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The caller's proxy was not given the destination at all and sends the request into a black hole. */
export const sidecarScope: Cause = defineCause({
  id: 'sidecar-scope',
  title: 'Sidecar egress scope or REGISTRY_ONLY hides the destination',
  explanation:
    "A Sidecar object with egress hosts limits what istiod sends to a proxy, and outboundTrafficPolicy REGISTRY_ONLY turns everything unknown into BlackHoleCluster. The destination exists in the mesh but not in this proxy: HTTP gets 502 (with REGISTRY_ONLY) or another route's answer, TCP a row with code 0 and UH and the application sees its connection closed at once. No upstream host is in the row and the duration is under a millisecond. Callers of other namespaces reach the same service.",
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    {
      title: 'Istio Sidecar: inboundConnectionPool and egress',
      url: 'https://istio.io/latest/docs/reference/config/networking/sidecar/',
      version: 'Istio 1.18 to 1.31',
    },
    {
      title: 'Istio: accessing external services',
      url: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/',
      version: 'Istio 1.18 to 1.31',
    },
    { title: 'Istio MeshConfig and ProxyConfig', url: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Istio: default access log format and PassthroughCluster limits',
      url: 'https://istio.io/latest/docs/tasks/observability/logs/access-log/',
      version: 'Istio 1.18 to 1.31',
    },
  ],
  remedies: [
    {
      id: 'add-egress-host',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Add the destination to spec.egress[].hosts of the Sidecar that selects {client}, as namespace/host (for example "{namespace}/*"), each part non-empty.',
      verifyWith: ['istioctl proxy-config clusters deploy/{client} -n {namespace}', 'kubectl get sidecars.networking.istio.io -A'],
      undoWith: [],
    },
    {
      id: 'register-external',
      purpose: 'repair',
      risk: 'config-reload',
      text: "If the destination is outside the mesh, register it with a ServiceEntry (hosts, ports with protocol, resolution), visible to the caller's namespace.",
      verifyWith: ['kubectl get serviceentries.networking.istio.io -A', 'istioctl proxy-config clusters deploy/{client} -n {namespace}'],
      undoWith: [],
    },
    {
      id: 'check-export',
      purpose: 'repair',
      risk: 'config-reload',
      text: "If the Sidecar allows it, look at exportTo: networking.istio.io/exportTo on Service {service}, or spec.exportTo of its ServiceEntry or VirtualService, must include the caller's namespace.",
      verifyWith: ['kubectl -n {namespace} get service {service} -o yaml'],
      undoWith: ['kubectl -n {namespace} edit service {service}'],
    },
  ],
  guide: {
    onTheWire:
      'The sidecar accepts the connection and drops it: TCP 0 UH to BlackHoleCluster in under a millisecond (the application sees EOF or reset), HTTP 502 from block_all; no upstream host.',
    confusedWith: [
      { cause: 'no-route', tellApart: 'There the proxy knows the host and no route matches.' },
      { cause: 'dns-failure', tellApart: 'There the name has no address for anybody.' },
      { cause: 'network-policy-blocked', tellApart: 'There packets are dropped on the way, so a connect limit passes; here the sidecar closes at once.' },
    ],
    seeWith: [
      {
        command: 'istioctl proxy-config clusters deploy/{client} -n {namespace} --fqdn {service}.{namespace}.svc.cluster.local',
        shows: 'Nothing, while a proxy of another namespace lists it.',
      },
      {
        command: 'kubectl -n {namespace} get sidecars.networking.istio.io -o yaml',
        shows: "egress.hosts without the destination's namespace, or outboundTrafficPolicy REGISTRY_ONLY.",
      },
    ],
    provenBy: 'Rows of BlackHoleCluster (or block_all) for a destination that exists, and the Sidecar or mesh setting that leaves it out of this proxy.',
  },
});

export const zhTW: CauseTranslation = {
  title: 'Sidecar 的 egress 範圍或 REGISTRY_ONLY 隱藏了目的地',
  explanation:
    '帶有 egress hosts 的 Sidecar 會限制 istiod 送給代理的內容，而 outboundTrafficPolicy REGISTRY_ONLY 會把一切未知的目的地導向 BlackHoleCluster。目的地存在於網格中，卻不在這個代理裡：HTTP 會得到 502（REGISTRY_ONLY 時）或其他路由的回應；TCP 則留下代碼 0、旗標 UH 的紀錄，應用程式的連線立刻被關閉。紀錄中沒有上游主機，耗時不到一毫秒。其他命名空間的呼叫端可以正常連到同一個服務。',
  remedies: {
    'add-egress-host': '在選取 {client} 的 Sidecar 中，將目的地加入 spec.egress[].hosts，格式為 namespace/host（例如 "{namespace}/*"），兩部分都不可為空。',
    'register-external': '若目的地在網格之外，請以 ServiceEntry 登錄（hosts、含協定的 ports、resolution），並讓呼叫端的命名空間看得到。',
    'check-export':
      '若 Sidecar 已允許，請檢查 exportTo：Service {service} 的 networking.istio.io/exportTo，或其 ServiceEntry、VirtualService 的 spec.exportTo，必須包含呼叫端的命名空間。',
  },
  guide: {
    onTheWire: 'sidecar 接受連線後丟棄：TCP 對 BlackHoleCluster 為 0 UH，不到一毫秒（應用程式看到 EOF 或重設），HTTP 為 block_all 的 502；沒有上游主機。',
    confusedWith: {
      'no-route': '該原因的代理知道該主機，但沒有符合的路由。',
      'dns-failure': '該原因中該名稱對任何人都沒有位址。',
      'network-policy-blocked': '該原因的封包在途中被丟棄，因此等到連線時限；這裡 sidecar 立即關閉。',
    },
    seeWith: ['沒有輸出，而其他命名空間的代理列得出來。', 'egress.hosts 沒有目的地的命名空間，或 outboundTrafficPolicy 為 REGISTRY_ONLY。'],
    provenBy: '目的地存在，卻有 BlackHoleCluster（或 block_all）的記錄列，以及使此代理看不到它的 Sidecar 或網格設定。',
  },
};
