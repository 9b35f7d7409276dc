import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** Packets between the two pods are dropped or rejected by a policy of the network. */
export const networkPolicyBlocked: Cause = defineCause({
  id: 'network-policy-blocked',
  title: 'A NetworkPolicy or firewall drops or rejects the path',
  explanation:
    'A NetworkPolicy (or a firewall outside the cluster) that selects one of the pods does not allow this peer or port. Dropped packets leave the proxy waiting until its connect time-out, 10 s with Istio\'s default: 503 UF connection_timeout; a policy that rejects shows at once as "No route to host" (errno 113) or connection refused. Connections made before the policy may live on. The same server is well when called from pods that are allowed, and in ambient mode port 15008 must be open as well.',
  closedBy: 'network',
  priorDb: 0,
  references: [
    { title: 'Kubernetes: network policies', url: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Istio traffic management problems', url: 'https://istio.io/latest/docs/ops/common-problems/network-issues/', version: 'Istio 1.18 to 1.31' },
  ],
  remedies: [
    {
      id: 'allow-path',
      purpose: 'repair',
      risk: 'config-reload',
      text: "Allow the path in the NetworkPolicy that selects {server} in {namespace}: an ingress rule from the pods and namespace of {client} to the container's port (not the Service's); if a policy selects {client}, an egress rule as well, and DNS.\nIn ambient mode allow 15008/TCP, since traffic arrives there.",
      verifyWith: [
        'kubectl get networkpolicies -A -o yaml',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit networkpolicies'],
    },
    {
      id: 'correct-labels',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'If the policy means {client} but does not match it, correct its podSelector or namespaceSelector; both in one list item mean "and", in two items "or".',
      verifyWith: [
        'kubectl get namespaces --show-labels',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit networkpolicies'],
    },
    {
      id: 'test-path',
      purpose: 'prevent',
      risk: 'none',
      text: 'Test the path from a pod of {client} after each change of policy, and look at what else is selected: a pod that one policy selects is closed to everything that no policy allows.',
      verifyWith: ['kubectl -n {namespace} describe networkpolicies'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      "SYN without an answer (dropped: UF, connection_timeout after 10 s with Istio's default) or ICMP and RST at once (rejected: errno 113 or 111). Flows that stood before may live on.",
    confusedWith: [
      { cause: 'target-port-mismatch', tellApart: 'There the pod itself refuses, from everywhere.' },
      { cause: 'conntrack-exhausted', tellApart: 'There a whole node is concerned, under load.' },
      { cause: 'stale-endpoints', tellApart: 'There the address belongs to nobody; here the pod is there and others reach it.' },
    ],
    seeWith: [
      { command: 'kubectl -n {namespace} get networkpolicies -o yaml', shows: 'A policy that selects the pods and does not list this peer or port.' },
      {
        command: 'kubectl -n {namespace} exec deploy/{client} -c istio-proxy -- curl -sv -m 5 telnet://{service}:{port}',
        shows: 'A time-out here, and a connect from a pod that is allowed.',
      },
    ],
    provenBy:
      'The policy in force that selects one end and allows neither the other nor the port, and connects that never complete between these two only. A firewall outside the cluster is in no bundle: then a capture at both ends is needed.',
  },
});

export const zhTW: CauseTranslation = {
  title: 'NetworkPolicy 或防火牆丟棄或拒絕了這條路徑',
  explanation:
    '選取了其中一個 Pod 的 NetworkPolicy（或叢集外的防火牆）沒有允許這個對象或連接埠。封包被丟棄時，代理會等到連線逾時（Istio 預設 10 秒）：503 UF connection_timeout；若政策是拒絕，則立刻出現 "No route to host"（errno 113）或連線被拒。政策生效前建立的連線可能仍可使用。從獲得允許的 Pod 呼叫同一伺服器則一切正常；ambient 模式下還必須開放 15008 埠。',
  remedies: {
    'allow-path':
      '在選取 {server} 的 NetworkPolicy（{namespace}）中放行此路徑：加入 ingress 規則，允許 {client} 的 Pod 與命名空間連到容器的連接埠（而非 Service 的連接埠）；若另有政策選取 {client}，也要加 egress 規則並放行 DNS。\nambient 模式下請放行 15008/TCP，因為流量會送到該埠。',
    'correct-labels': '若政策本意是允許 {client} 卻未比對到，請修正 podSelector 或 namespaceSelector；兩者寫在同一項代表「且」，分成兩項代表「或」。',
    'test-path': '每次變更政策後，從 {client} 的 Pod 測試此路徑，並檢查還有哪些 Pod 被選取：一旦被任何政策選取，未被允許的流量一律封鎖。',
  },
  guide: {
    onTheWire:
      'SYN 沒有回應（丟棄：Istio 預設 10 秒後 UF、connection_timeout），或立即收到 ICMP 或 RST（拒絕：errno 113 或 111）。先前建立的連線可能繼續存活。',
    confusedWith: {
      'target-port-mismatch': '該原因是 Pod 自己拒絕，從任何地方皆然。',
      'conntrack-exhausted': '該原因在高負載時影響整個節點。',
      'stale-endpoints': '該原因的位址不屬於任何人；這裡 Pod 存在，其他人連得到。',
    },
    seeWith: ['選取這些 Pod、但未列出此對端或連接埠的政策。', '此處逾時，而從允許的 Pod 可以連線。'],
    provenBy:
      '生效中的政策選取其中一端，且未允許另一端或該連接埠，並且只有這兩者之間的連線始終無法完成。叢集外的防火牆不在任何證據包中：此時需要兩端的封包擷取。',
  },
};
