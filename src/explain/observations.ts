import { type Bilingual, both } from '../knowledge/bilingual.ts';
import type { CauseId } from '../knowledge/causes.ts';

/** Something a person can look at, and the causes it tells apart from the rest. */
export interface Observation {
  readonly id: string;
  readonly text: Bilingual;
  readonly command: string;
  readonly separates: readonly CauseId[];
}

/** Observations, the cheapest and most telling first. */
export const observations: readonly Observation[] = [
  {
    id: 'row-of-next-hop',
    text: both(
      'the access-log row of the proxy one hop on, by request id: the last hop with a flag of its own is the broken one',
      '以請求 ID 查看下一跳代理的存取記錄：最後一個帶有自己旗標的跳點就是中斷之處',
    ),
    command: 'kubectl -n <namespace> logs <server-pod> -c istio-proxy | grep <request-id>',
    separates: ['app-answered-503', 'mtls-mode-mismatch', 'app-closed-mid-request'],
  },
  {
    id: 'restarts',
    text: both(
      'restarts and last state of every container of the path (OOMKilled, exit code, time)',
      '路徑上每個容器的重啟次數與上次狀態（OOMKilled、結束代碼、時間）',
    ),
    command: 'kubectl -n <namespace> describe pod <server-pod>',
    separates: ['oom-killed', 'app-crashed', 'crash-loop', 'liveness-killed'],
  },
  {
    id: 'idle-gap',
    text: both(
      "the idle gap before each failing request on its connection, against the receiver's idle limit",
      '每個失敗請求在其連線上的前一段閒置時間，並與接收端的閒置限制比較',
    ),
    command: 'why503 diagnose <folder-with-access-logs>',
    separates: ['keepalive-idle-mismatch', 'connection-lifetime-limit', 'unannounced-close', 'middlebox-idle-drop'],
  },
  {
    id: 'events',
    text: both(
      'events of the minutes around the failures (Killing, Unhealthy, Evicted, Scaled)',
      '失敗前後數分鐘的事件（Killing、Unhealthy、Evicted、Scaled）',
    ),
    command: 'kubectl -n <namespace> get events --sort-by=.lastTimestamp',
    separates: ['shutdown-race', 'evicted', 'rollout-load-shift', 'liveness-killed', 'readiness-failing', 'startup-race'],
  },
  {
    id: 'endpoints',
    text: both('the endpoints of the service and which are ready', '服務的端點，以及哪些已就緒'),
    command: 'kubectl -n <namespace> get endpointslices -l kubernetes.io/service-name=<service> -o wide',
    separates: ['readiness-failing', 'service-selector-mismatch', 'stale-endpoints', 'pinned-stale-address'],
  },
  {
    id: 'selector',
    text: both("the Service's selector and target port against the labels and ports of the pods", 'Service 的選擇器與目標連接埠，對照 Pod 的標籤與連接埠'),
    command: 'kubectl -n <namespace> get service <service> -o yaml; kubectl -n <namespace> get pods --show-labels',
    separates: ['service-selector-mismatch', 'target-port-mismatch', 'protocol-mismatch'],
  },
  {
    id: 'listening',
    text: both('the addresses and ports on which the application listens', '應用程式監聽的位址與連接埠'),
    command: 'kubectl -n <namespace> exec <server-pod> -c <container> -- ss -ltn',
    separates: ['app-not-listening', 'target-port-mismatch'],
  },
  {
    id: 'mtls',
    text: both(
      "the PeerAuthentication and DestinationRule that hold here; the receiver's listener logs `0 NR filter_chain_not_found` on a mismatch",
      '此處生效的 PeerAuthentication 與 DestinationRule；不一致時接收端監聽器會記錄 `0 NR filter_chain_not_found`',
    ),
    command: 'istioctl experimental describe pod <server-pod>.<namespace>; kubectl get peerauthentication,destinationrule -A',
    separates: ['mtls-mode-mismatch', 'tls-origination-mismatch'],
  },
  {
    id: 'certificates',
    text: both(
      "validity and root of the certificates in both proxies, and the server listener's ssl.fail_verify_error",
      '兩端代理中憑證的效期與根憑證，以及伺服器監聽器的 ssl.fail_verify_error',
    ),
    command: 'istioctl proxy-config secret <pod>.<namespace>',
    separates: ['certificate-expired', 'ca-trust-mismatch', 'certificate-unavailable', 'clock-skew'],
  },
  {
    id: 'cluster-health',
    text: both('the hosts of the cluster as the proxy sees them, ejections included', '代理所見的叢集主機，包含遭剔除者'),
    command: 'istioctl proxy-config endpoints <client-pod>.<namespace>',
    separates: ['outlier-ejection', 'stale-endpoints', 'rollout-ordering', 'dns-failure'],
  },
  {
    id: 'routes',
    text: both('routes and clusters of the proxy for that host', '代理中該主機的路由與叢集'),
    command: 'istioctl proxy-config routes <client-pod>.<namespace> -o yaml; istioctl proxy-config clusters <client-pod>.<namespace>',
    separates: ['no-route', 'unknown-cluster', 'sidecar-scope', 'request-timeout'],
  },
  {
    id: 'sync',
    text: both('whether the proxy accepted its configuration, and when it was last pushed', '代理是否接受其組態，以及最後一次推送的時間'),
    command: 'istioctl proxy-status',
    separates: ['config-rejected', 'stale-endpoints', 'listener-drain', 'startup-race'],
  },
  {
    id: 'application-log',
    text: both("the application's own log in that second", '應用程式在那一秒的記錄'),
    command: 'kubectl -n <namespace> logs <server-pod> -c <container> --since=1h',
    separates: ['app-crashed', 'app-closed-mid-request', 'app-answered-503', 'vminsert-overloaded', 'vmstorage-unavailable', 'malformed-response'],
  },
  {
    id: 'insert-slots',
    text: both(
      'vm_concurrent_insert_current against _capacity, and vm_rpc_vmstorage_is_reachable',
      'vm_concurrent_insert_current 對照 _capacity，以及 vm_rpc_vmstorage_is_reachable',
    ),
    command: 'kubectl -n <namespace> exec <vminsert-pod> -- wget -qO- localhost:8480/metrics | grep -E "vm_concurrent_insert|vm_rpc_vmstorage"',
    separates: ['vminsert-overloaded', 'vmstorage-unavailable'],
  },
  {
    id: 'cpu',
    text: both('CPU use and throttling of application and proxy at that time', '當時應用程式與代理的 CPU 用量與節流'),
    command: 'kubectl -n <namespace> top pod --containers',
    separates: ['cpu-saturated', 'proxy-overloaded', 'rollout-load-shift'],
  },
  {
    id: 'limits',
    text: both('connection-pool limits of the cluster and its overflow counters', '叢集的連線池上限與溢位計數器'),
    command: 'kubectl -n <namespace> exec <client-pod> -c istio-proxy -- pilot-agent request GET "stats?filter=overflow"',
    separates: ['circuit-breaker-overflow', 'proxy-overloaded'],
  },
  {
    id: 'network',
    text: both('the NetworkPolicies that select client or server, and a connect from another pod', '選取用戶端或伺服器的 NetworkPolicy，並從其他 Pod 嘗試連線'),
    command: 'kubectl get networkpolicy -A; kubectl -n <namespace> exec <client-pod> -c istio-proxy -- curl -v telnet://<server-ip>:<port>',
    separates: ['network-policy-blocked', 'evicted'],
  },
  {
    id: 'policies',
    text: both('the AuthorizationPolicies that select the server, and rate limits on the way', '選取伺服器的 AuthorizationPolicy，以及沿途的速率限制'),
    command: 'kubectl get authorizationpolicy -A; kubectl get envoyfilter -A',
    separates: ['authorization-denied', 'rate-limited'],
  },
  {
    id: 'timeouts',
    text: both('whether durations pile up at a round number, and which limit has it', '耗時是否集中於整數，以及哪個限制為該值'),
    command: 'why503 diagnose <folder-with-access-logs>',
    separates: ['request-timeout', 'cpu-saturated'],
  },
  {
    id: 'direct-request',
    text: both('the same request past the proxies, headers shown', '繞過代理送出相同請求，並顯示標頭'),
    command: 'kubectl -n <namespace> exec <server-pod> -c istio-proxy -- curl -sv http://localhost:<port>/<path>',
    separates: ['malformed-response', 'header-limit', 'upgrade-broken', 'protocol-mismatch'],
  },
  {
    id: 'node',
    text: both("the node's kernel log and connection tracking", '節點的核心記錄與連線追蹤'),
    command: 'dmesg -T | grep -E "nf_conntrack|oom"; conntrack -S',
    separates: ['conntrack-exhausted', 'oom-killed', 'middlebox-idle-drop'],
  },
  {
    id: 'names',
    text: both('whether the name resolves from the client', '用戶端能否解析該名稱'),
    command: 'kubectl -n <namespace> exec <client-pod> -- nslookup <host>',
    separates: ['dns-failure', 'pinned-stale-address'],
  },
  {
    id: 'versions',
    text: both('the versions before and after the failures began', '失敗開始前後的版本'),
    command: 'istioctl version; kubectl get pods -A -o jsonpath="{..image}"',
    separates: ['proxy-or-client-defect'],
  },
];
