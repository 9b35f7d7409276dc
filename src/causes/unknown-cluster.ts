import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A route matched and names a cluster that the proxy does not have. */
export const unknownCluster: Cause = defineCause({
  id: 'unknown-cluster',
  title: 'A route names a cluster or subset that does not exist',
  explanation:
    "The request matched a route, but the cluster behind it does not exist in this proxy, so it answers 503 NC cluster_not_found itself (NR before Envoy 1.18) and sends nothing. Most often a VirtualService names a subset that no DestinationRule defines, or a host that no Service or ServiceEntry provides. A DestinationRule in the client's namespace replaces the one of the service's namespace entirely, its subsets included. The cluster can also be missing because the proxy rejected its configuration.",
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    {
      title: 'Istio DestinationRule: Subset',
      url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
      version: 'Istio 1.18 to 1.31',
    },
    { title: 'Istio VirtualService', url: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/', version: 'Istio 1.18 to 1.31' },
  ],
  remedies: [
    {
      id: 'define-subset',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Define the subset that the route names in the DestinationRule for {service} (spec.subsets[].name and labels), or correct the name in the VirtualService; when changing both, apply the DestinationRule first.',
      verifyWith: [
        'istioctl analyze -n {namespace}',
        'istioctl proxy-config clusters deploy/{client} -n {namespace}',
        "kubectl -n {namespace} logs deploy/{client} -c istio-proxy --since=10m | grep -c ' 503 NC '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'correct-destination',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'If there is no such host, correct destination.host in the VirtualService (fully qualified) or create the Service or ServiceEntry it means.',
      verifyWith: ['istioctl proxy-config clusters deploy/{client} -n {namespace}'],
      undoWith: ['kubectl -n {namespace} edit virtualservices.networking.istio.io'],
    },
    {
      id: 'one-rule-per-host',
      purpose: 'prevent',
      risk: 'config-reload',
      text: "Keep one DestinationRule per host, in the service's namespace: the first that is found, beginning in the client's namespace, replaces the others.",
      verifyWith: ['kubectl get destinationrules.networking.istio.io -A'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire: 'Answered by the proxy itself: 503 NC, cluster_not_found (NR before Envoy 1.18); nothing is sent.',
    confusedWith: [
      { cause: 'no-route', tellApart: 'There no route matched at all (404 NR).' },
      { cause: 'rollout-ordering', tellApart: 'There the subset comes or goes at a step of a roll-out; here it is missing for good.' },
      { cause: 'config-rejected', tellApart: 'There istiod sent the cluster and the proxy refused it.' },
    ],
    seeWith: [
      {
        command: 'istioctl proxy-config clusters deploy/{client} -n {namespace} --fqdn {service}.{namespace}.svc.cluster.local',
        shows: 'No line for the subset that the route names.',
      },
      { command: 'istioctl analyze -n {namespace}', shows: 'IST0101: the referenced host or subset is not found.' },
    ],
    provenBy: "A route that names a host or subset which no Service, ServiceEntry or DestinationRule in force defines; the proxy's cluster list without it.",
  },
});

export const zhTW: CauseTranslation = {
  title: '路由指向不存在的叢集或子集',
  explanation:
    '請求符合某條路由，但路由指向的叢集不存在於這個代理，因此代理自行回應 503 NC cluster_not_found（Envoy 1.18 之前為 NR），什麼都沒送出。最常見的是 VirtualService 指定了沒有任何 DestinationRule 定義的子集，或沒有 Service、ServiceEntry 提供的主機。用戶端命名空間中的 DestinationRule 會完全取代服務命名空間的那一份，連同其子集。叢集也可能因代理拒絕了組態而缺少。',
  remedies: {
    'define-subset':
      '在 {service} 的 DestinationRule 中定義路由所指的子集（spec.subsets[].name 與 labels），或修正 VirtualService 中的名稱；兩者都要改時，請先套用 DestinationRule。',
    'correct-destination': '若沒有該主機，請修正 VirtualService 的 destination.host（使用完整名稱），或建立它所指的 Service 或 ServiceEntry。',
    'one-rule-per-host': '每個主機只保留一份 DestinationRule，放在服務的命名空間：從用戶端命名空間開始找，找到的第一份會取代其他的。',
  },
  guide: {
    onTheWire: '由代理自行回應：503 NC、cluster_not_found（Envoy 1.18 之前為 NR）；沒有送出任何東西。',
    confusedWith: {
      'no-route': '該原因完全沒有符合的路由（404 NR）。',
      'rollout-ordering': '該原因的子集在更新的某一步出現或消失；這裡一直不存在。',
      'config-rejected': '該原因中 istiod 送出了叢集而代理拒絕。',
    },
    seeWith: ['沒有路由所指子集的那一行。', 'IST0101：找不到所參照的主機或子集。'],
    provenBy: '路由所指的主機或子集，沒有任何生效中的 Service、ServiceEntry 或 DestinationRule 定義；代理的叢集清單也沒有。',
  },
};
