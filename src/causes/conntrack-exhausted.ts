import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The node's connection tracking lost track of connections or had no room for new ones. */
export const conntrackExhausted: Cause = defineCause({
  id: 'conntrack-exhausted',
  title: "The node's connection tracking is full or marks packets invalid",
  explanation:
    'The kernel keeps a table of connections for NAT and policies. When it is full (nf_conntrack: table full, dropping packet) new connections hang until they time out: 503 UF connection_timeout. Packets that tracking thinks invalid pass without translation; the receiver does not know them and resets the real connection: 503 UC under load, often on large uploads. All pods of the node are concerned, whatever they run.',
  closedBy: 'network',
  priorDb: 0,
  references: [
    { title: 'Linux: nf_conntrack sysctl', url: 'https://docs.kernel.org/networking/nf_conntrack-sysctl.html' },
    { title: 'Istio traffic management problems', url: 'https://istio.io/latest/docs/ops/common-problems/network-issues/', version: 'Istio 1.18 to 1.31' },
    { title: 'istio/istio issue 36566', url: 'https://github.com/istio/istio/issues/36566', version: 'read 2026-08' },
  ],
  remedies: [
    {
      id: 'enlarge-table',
      purpose: 'repair',
      risk: 'none',
      text: "Raise net.netfilter.nf_conntrack_max on the node (and kube-proxy's conntrack.maxPerCore), and find who opens so many connections.",
      verifyWith: ['kubectl get nodes -o wide', "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '"],
      undoWith: [],
    },
    {
      id: 'drop-invalid',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'If invalid packets reset connections, let the sidecar\'s rules drop them: proxyMetadata INVALID_DROP: "true" for {server}, or net.netfilter.nf_conntrack_tcp_be_liberal=1 on the node.',
      verifyWith: [
        'kubectl -n {namespace} rollout status deployment/{server}',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'open-fewer',
      purpose: 'prevent',
      risk: 'config-reload',
      text: 'Open fewer connections: keep-alive at the callers and no maxRequestsPerConnection: 1.',
      verifyWith: ["kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '"],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      'Table full: SYNs of the whole node are dropped (UF, connection_timeout). INVALID packets: they pass untranslated, the receiver answers RST, and a live connection dies (503 UC), often on large uploads.',
    confusedWith: [
      { cause: 'middlebox-idle-drop', tellApart: 'There it comes after quiet; here under load.' },
      { cause: 'network-policy-blocked', tellApart: 'There one pair of pods is concerned, always.' },
      { cause: 'proxy-overloaded', tellApart: "There one proxy runs out of local ports; here the node's table is full for all pods." },
    ],
    seeWith: [
      { command: 'dmesg -T | grep nf_conntrack', shows: 'On the node: "table full, dropping packet" in the minute of the failures.' },
      { command: 'conntrack -S', shows: 'invalid, drop or insert_failed that rise.' },
    ],
    provenBy: "The kernel's words or counters of the node at that time, and failures of unrelated services of the same node.",
  },
});

export const zhTW: CauseTranslation = {
  title: '節點的連線追蹤表已滿，或將封包標記為無效',
  explanation:
    '核心為 NAT 與政策維護一張連線表。表滿時（nf_conntrack: table full, dropping packet），新連線會停住直到逾時：503 UF connection_timeout。被追蹤機制視為無效的封包不經轉換就通過；接收端不認得它們而重設真正的連線：負載高時的 503 UC，常見於大型上傳。該節點上的所有 Pod 都受影響，不論執行什麼。',
  remedies: {
    'enlarge-table': '調高節點的 net.netfilter.nf_conntrack_max（以及 kube-proxy 的 conntrack.maxPerCore），並找出開啟大量連線的來源。',
    'drop-invalid':
      '若是無效封包重設了連線，請讓 sidecar 的規則丟棄它們：為 {server} 設定 proxyMetadata INVALID_DROP: "true"，或在節點設定 net.netfilter.nf_conntrack_tcp_be_liberal=1。',
    'open-fewer': '減少開啟的連線：呼叫端使用 keep-alive，且不設 maxRequestsPerConnection: 1。',
  },
  guide: {
    onTheWire:
      '表已滿：整個節點的 SYN 被丟棄（UF、connection_timeout）。INVALID 封包：未經轉換即通過，接收端回 RST，使存活的連線死亡（503 UC），常見於大型上傳。',
    confusedWith: {
      'middlebox-idle-drop': '該原因發生在安靜之後；這裡在高負載時。',
      'network-policy-blocked': '該原因總是影響某一對 Pod。',
      'proxy-overloaded': '該原因是單一代理用完本機連接埠；這裡整個節點的表對所有 Pod 都已滿。',
    },
    seeWith: ['在節點上：失敗那一分鐘內的「table full, dropping packet」。', 'invalid、drop 或 insert_failed 持續上升。'],
    provenBy: '當時該節點的核心訊息或計數器，以及同節點其他無關服務的失敗。',
  },
};
