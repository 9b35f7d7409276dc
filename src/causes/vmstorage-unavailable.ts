import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** vminsert has no storage node that takes its data, so writes hang or are refused. */
export const vmstorageUnavailable: Cause = defineCause({
  id: 'vmstorage-unavailable',
  title: 'vminsert cannot write: storage nodes down or read-only',
  explanation:
    "vminsert keeps writes in a small buffer per storage node. When all vmstorage nodes are down, unreachable or read-only (disk below -storage.minFreeDiskSpaceBytes), the handlers block, stay Ready and hold their insert slots; further writes wait and get vminsert's own 503 after a minute, with flag - and via_upstream, while clients that give up earlier leave 0 DC. In a mesh a dead vmstorage shows as a handshake error, not as a dial error: the local sidecar accepts the connection. If vminsert is restarted meanwhile, it cannot end its requests, exits with 255 and leaves 503 UC.",
  priorDb: 0,
  references: [
    { title: 'VictoriaMetrics cluster: app/vminsert/netstorage', version: 'VictoriaMetrics v1.150.0-cluster' },
    {
      title: 'VictoriaMetrics cluster: capacity planning, availability',
      url: 'https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/',
      version: 'VictoriaMetrics v1.150.0-cluster',
    },
    { title: 'VictoriaMetrics: lib/httpserver/httpserver.go', version: 'VictoriaMetrics v1.150.0' },
  ],
  remedies: [
    {
      id: 'restore-vmstorage',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Bring the vmstorage pods back: read why they are down (OOM, disk, scheduling), free or enlarge the disk of those that are read-only, and see that vminsert reaches port 8400.',
      verifyWith: ['kubectl -n {namespace} get pods,pvc', "kubectl -n {namespace} logs {pod} --since=10m | grep -i -E 'storage node|storageNode'"],
      undoWith: [],
    },
    {
      id: 'declare-rpc-port',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'In a mesh declare the ports 8400 and 8401 of the vmstorage Service as tcp (appProtocol: tcp, by serviceSpec with the operator); without it Istio must guess the protocol of the RPC.',
      verifyWith: ['kubectl -n {namespace} get services -o yaml'],
      undoWith: ['kubectl -n {namespace} edit services'],
    },
    {
      id: 'keep-spare-nodes',
      purpose: 'prevent',
      risk: 'traffic-change',
      text: 'Run at least two, better three vmstorage nodes with -replicationFactor=2 and 20 % free disk, so that vminsert can re-route; restart them one at a time, before vminsert.',
      verifyWith: ['kubectl -n {namespace} get pods -o wide'],
      undoWith: [],
    },
    {
      id: 'alert-on-reachability',
      purpose: 'prevent',
      risk: 'none',
      text: 'Alert on vm_rpc_vmstorage_is_reachable == 0, vm_rpc_vmstorage_is_read_only == 1 and on rising vm_rpc_handshake_errors_total and vm_rpc_connection_errors_total.',
      verifyWith: ['kubectl -n {namespace} get pods,pvc'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      'Writes reach vminsert and stay there: no answer until callers give up (0 DC, 504 UT) or slots run out (its own 503 after a minute). Towards vmstorage: in a mesh the connect succeeds at the local sidecar and the handshake of the RPC fails.',
    confusedWith: [
      { cause: 'vminsert-overloaded', tellApart: 'There storage is well and load or CPU holds the slots.' },
      { cause: 'app-crashed', tellApart: 'Exit code 255 at a restart of vminsert is the shutdown that could not end its writes.' },
      { cause: 'network-policy-blocked', tellApart: 'A policy between vminsert and vmstorage is one reason for unreachable nodes.' },
    ],
    seeWith: [
      {
        command:
          "kubectl -n {namespace} exec {pod} -c {container} -- wget -qO- http://localhost:8480/metrics | grep -E 'vm_rpc_vmstorage_is_(reachable|read_only)|vm_rpc_handshake_errors_total'",
        shows: 'A node with 0 reachable or 1 read-only, or handshake errors that rise.',
      },
    ],
    provenBy: "vminsert's words or metrics of unreachable or read-only nodes at that time, or the vmstorage pods' own state.",
  },
});

export const zhTW: CauseTranslation = {
  title: 'vminsert 無法寫入：儲存節點停擺或唯讀',
  explanation:
    'vminsert 為每個儲存節點保留一小塊寫入緩衝。當所有 vmstorage 節點停擺、連不上或唯讀（磁碟低於 -storage.minFreeDiskSpaceBytes）時，處理常式會停住，維持 Ready 並占住寫入額度；後續的寫入等待一分鐘後得到 vminsert 自己的 503，旗標為 -、via_upstream，較早放棄的用戶端則留下 0 DC。在網格中，失效的 vmstorage 呈現為交握錯誤而非撥號錯誤：因為本地的 sidecar 接受了連線。若此時重新啟動 vminsert，它無法結束進行中的請求，會以代碼 255 結束並留下 503 UC。',
  remedies: {
    'restore-vmstorage': '恢復 vmstorage 的 Pod：查明停擺的原因（OOM、磁碟、排程），為唯讀的節點釋放或擴充磁碟，並確認 vminsert 能連到 8400 埠。',
    'declare-rpc-port':
      '在網格中將 vmstorage Service 的 8400 與 8401 埠宣告為 tcp（appProtocol: tcp，使用 operator 時透過 serviceSpec）；否則 Istio 必須猜測這個 RPC 的協定。',
    'keep-spare-nodes':
      '至少執行兩個、最好三個 vmstorage 節點，搭配 -replicationFactor=2 並保留 20 % 的磁碟空間，讓 vminsert 能改送其他節點；重新啟動時一次一個，且先於 vminsert。',
    'alert-on-reachability':
      '當 vm_rpc_vmstorage_is_reachable == 0、vm_rpc_vmstorage_is_read_only == 1，或 vm_rpc_handshake_errors_total、vm_rpc_connection_errors_total 上升時告警。',
  },
  guide: {
    onTheWire:
      '寫入抵達 vminsert 後就停在那裡：直到呼叫端放棄（0 DC、504 UT）或名額用盡（一分鐘後其自身的 503）才有回應。對 vmstorage：在網格中連線於本地 sidecar 即成功，而 RPC 的交握失敗。',
    confusedWith: {
      'vminsert-overloaded': '該原因的儲存正常，是負載或 CPU 佔住名額。',
      'app-crashed': 'vminsert 重啟時的結束碼 255，是無法結束寫入的關機。',
      'network-policy-blocked': 'vminsert 與 vmstorage 之間的政策是節點無法連線的原因之一。',
    },
    seeWith: ['有節點 reachable 為 0 或 read_only 為 1，或交握錯誤上升。'],
    provenBy: '當時 vminsert 關於無法連線或唯讀節點的文字或指標，或 vmstorage Pod 自身的狀態。',
  },
};
