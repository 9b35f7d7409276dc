import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The proxy could not turn the name of its upstream into an address. */
export const dnsFailure: Cause = defineCause({
  id: 'dns-failure',
  title: "The upstream's name does not resolve",
  explanation:
    'A cluster that is resolved by DNS (a ServiceEntry with resolution DNS, ExternalName, a dynamic forward proxy) has no address because the resolver answered NXDOMAIN or not at all. Then the cluster is empty and the proxy answers 503 UH, or DF dns_resolution_failure with the dynamic forward proxy; with an old address kept it is UF. An application that resolves by itself fails before it reaches its sidecar, and no row exists.',
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    {
      title: 'Envoy service discovery: strict and logical DNS',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/service_discovery',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Kubernetes: debugging DNS resolution', url: 'https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'correct-name',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Correct the name that does not resolve (spec.hosts or endpoints[].address of the ServiceEntry, externalName of the Service), fully qualified.',
      verifyWith: [
        'istioctl proxy-config endpoints deploy/{client} -n {namespace}',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit serviceentries.networking.istio.io'],
    },
    {
      id: 'repair-resolver',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'If the name is right, repair the resolver: CoreDNS pods and their upstream, a NetworkPolicy that blocks port 53, node-local DNS.',
      verifyWith: ['kubectl -n kube-system get pods -l k8s-app=kube-dns', 'kubectl -n kube-system logs -l k8s-app=kube-dns --tail=50'],
      undoWith: [],
    },
    {
      id: 'static-endpoints',
      purpose: 'mitigate',
      risk: 'config-reload',
      text: 'If the addresses are fixed, use resolution STATIC with endpoints in the ServiceEntry, so that the path does not depend on DNS.',
      verifyWith: ['istioctl proxy-config endpoints deploy/{client} -n {namespace}'],
      undoWith: ['kubectl -n {namespace} edit serviceentries.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      'The resolver answers NXDOMAIN, SERVFAIL or nothing; the cluster stays empty (503 UH), keeps old addresses (UF), or DF in the dynamic forward proxy. An application that resolves by itself fails before any connection, and no row exists.',
    confusedWith: [
      { cause: 'unknown-cluster', tellApart: 'There the proxy has no cluster of that name; here it has one without an address.' },
      { cause: 'sidecar-scope', tellApart: 'There the name resolves and this proxy is not shown the destination.' },
      { cause: 'pinned-stale-address', tellApart: 'There the name resolves well and is not asked.' },
    ],
    seeWith: [
      { command: 'kubectl -n {namespace} exec deploy/{client} -- nslookup {service}', shows: 'NXDOMAIN, SERVFAIL or a time-out.' },
      { command: 'kubectl -n kube-system logs -l k8s-app=kube-dns --tail=100', shows: 'Errors for that name, or for all names, in the same minute.' },
    ],
    provenBy: "A failed lookup of the upstream's name in the second of the failures, from the client's or the resolver's own words.",
  },
});

export const zhTW: CauseTranslation = {
  title: '上游的名稱無法解析',
  explanation:
    '由 DNS 解析的叢集（resolution 為 DNS 的 ServiceEntry、ExternalName、動態轉送代理）沒有位址，因為解析器回應 NXDOMAIN 或完全沒有回應。叢集因此是空的，代理回應 503 UH；若是動態轉送代理則為 DF dns_resolution_failure；若仍保留舊位址則是 UF。自行解析名稱的應用程式在到達 sidecar 之前就已失敗，因此不會有任何紀錄。',
  remedies: {
    'correct-name': '修正無法解析的名稱（ServiceEntry 的 spec.hosts 或 endpoints[].address、Service 的 externalName），使用完整名稱。',
    'repair-resolver': '若名稱正確，請修復解析器：CoreDNS 的 Pod 及其上游、封鎖 53 埠的 NetworkPolicy、節點本地 DNS。',
    'static-endpoints': '若位址固定，請在 ServiceEntry 使用 resolution STATIC 並列出 endpoints，使這條路徑不依賴 DNS。',
  },
  guide: {
    onTheWire:
      '解析器回 NXDOMAIN、SERVFAIL 或不回應；叢集為空（503 UH）、保留舊位址（UF），或動態轉送代理的 DF。自行解析的應用程式在連線之前就失敗，沒有任何記錄列。',
    confusedWith: {
      'unknown-cluster': '該原因的代理沒有該名稱的叢集；這裡有叢集但沒有位址。',
      'sidecar-scope': '該原因中名稱可以解析，只是此代理看不到該目的地。',
      'pinned-stale-address': '該原因中名稱解析正常，只是沒有人去查。',
    },
    seeWith: ['NXDOMAIN、SERVFAIL 或逾時。', '同一分鐘內該名稱或所有名稱的錯誤。'],
    provenBy: '失敗那一秒上游名稱的查詢失敗，來自用戶端或解析器自己的記錄。',
  },
};
