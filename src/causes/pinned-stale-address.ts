import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** One client keeps connecting to an address it resolved or pooled long ago. */
export const pinnedStaleAddress: Cause = defineCause({
  id: 'pinned-stale-address',
  title: 'A client or proxy keeps dialling an address that name resolution no longer gives',
  explanation:
    'The name now resolves to other addresses and Kubernetes has the right endpoints, but this client, or a pool in it, still dials the old one: it resolved once at start, caches DNS for ever, or holds pooled connections to pod IPs of a headless Service. The address is dead (UF connection_timeout or refused) or belongs to another pod. All requests of that one instance fail until it restarts, the other clients are well.',
  priorDb: 0,
  references: [
    {
      title: 'Envoy service discovery: strict and logical DNS',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/service_discovery',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Kubernetes: Service', url: 'https://kubernetes.io/docs/concepts/services-networking/service/' },
    { title: 'Istio traffic management problems', url: 'https://istio.io/latest/docs/ops/common-problems/network-issues/', version: 'Istio 1.18 to 1.31' },
  ],
  remedies: [
    {
      id: 'resolve-again',
      purpose: 'repair',
      risk: 'pod-restart',
      text: "Let {client} resolve the name again: honour the TTL (in Java networkaddress.cache.ttl), refresh pooled addresses, or call the Service's ClusterIP name instead of pod addresses.",
      verifyWith: [
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
        'kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service}',
      ],
      undoWith: [],
    },
    {
      id: 'restart-client',
      purpose: 'mitigate',
      risk: 'pod-restart',
      text: 'Restart the instance of {client} that fails; it resolves anew at start.',
      verifyWith: ["kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '"],
      undoWith: [],
    },
    {
      id: 'limit-connection-age',
      purpose: 'prevent',
      risk: 'config-reload',
      text: 'Limit the age of connections to {service} (connectionPool.tcp.maxConnectionDuration), so that addresses are chosen again from time to time.',
      verifyWith: ['istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -i maxConnectionDuration'],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      "SYNs of one client instance go to an address that the name no longer has: no answer (UF, connection_timeout), RST (UF, refused), or another pod's answer. The row's upstream host is in no EndpointSlice. With an application that dials addresses itself the row is one of PassthroughCluster.",
    confusedWith: [
      {
        cause: 'stale-endpoints',
        tellApart: "There the proxy's own endpoint list is old and a push repairs it; here the list is right and one application holds on to an address.",
      },
      { cause: 'dns-failure', tellApart: 'There the name does not resolve now; here it resolves well and is not asked.' },
      { cause: 'target-port-mismatch', tellApart: 'There the port is wrong on every address; here the address is wrong for one client.' },
    ],
    seeWith: [
      {
        command: 'kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service} -o wide',
        shows: "Addresses among which the row's upstream host is missing.",
      },
      {
        command: 'kubectl -n {namespace} exec deploy/{client} -- getent hosts {service}',
        shows: 'Another address than the one that the failing instance dials.',
      },
    ],
    provenBy:
      "The address dialled at the time of the failure, the endpoints and the name's answer at that second, and other clients that reach the service; a restart of the one instance that ends it.",
  },
});

export const zhTW: CauseTranslation = {
  title: '用戶端或代理持續連往名稱解析已不再提供的位址',
  explanation:
    '該名稱如今解析到其他位址，Kubernetes 的端點也正確，但這個用戶端（或其中的連線池）仍連往舊位址：它只在啟動時解析一次、永久快取 DNS，或保留著連到 headless Service 之 Pod IP 的連線。該位址已失效（UF connection_timeout 或被拒），或已屬於另一個 Pod。該執行個體的請求會全部失敗直到重新啟動，其他用戶端則正常。',
  remedies: {
    'resolve-again':
      '讓 {client} 重新解析名稱：遵守 TTL（Java 為 networkaddress.cache.ttl）、更新連線池中的位址，或改為呼叫 Service 的 ClusterIP 名稱而非 Pod 位址。',
    'restart-client': '重新啟動失敗的 {client} 執行個體；它會在啟動時重新解析。',
    'limit-connection-age': '限制連到 {service} 的連線存活時間（connectionPool.tcp.maxConnectionDuration），使位址能定期重新選擇。',
  },
  guide: {
    onTheWire:
      '某個用戶端執行個體的 SYN 送往名稱已不再對應的位址：無回應（UF、connection_timeout）、RST（UF、遭拒），或其他 Pod 的回應。該列的上游主機不在任何 EndpointSlice 中。若應用程式自行撥位址，該列屬於 PassthroughCluster。',
    confusedWith: {
      'stale-endpoints': '該原因是代理自己的端點清單過舊，推送即可修復；這裡清單正確，是某個應用程式緊抓舊位址。',
      'dns-failure': '該原因是名稱此刻無法解析；這裡解析正常，只是沒有人去查。',
      'target-port-mismatch': '該原因在每個位址上連接埠都錯；這裡是某個用戶端的位址錯。',
    },
    seeWith: ['其中沒有該記錄列的上游主機位址。', '與失敗的執行個體所撥位址不同。'],
    provenBy: '失敗當時所撥的位址、那一秒的端點與名稱解析結果，以及其他能正常連線的用戶端；重啟該執行個體後即恢復。',
  },
};
