import { type Bilingual, both } from '../knowledge/bilingual.ts';
import type { CauseId } from '../knowledge/causes.ts';

/** How each cause comes to leave such a text behind: one sentence. */
export const causeSigns: Readonly<Record<CauseId, Bilingual>> = {
  'keepalive-idle-mismatch': both(
    'The receiver closes an idle connection in the instant the sender reuses it; the request dies unanswered within milliseconds.',
    '接收端關閉閒置連線的瞬間，傳送端正好重複使用；請求在數毫秒內無回應而終止。',
  ),
  'connection-lifetime-limit': both(
    'The receiver ends the connection at a fixed age or request count while a request is under way.',
    '接收端在固定的存活時間或請求數時結束連線，而當時有請求進行中。',
  ),
  'middlebox-idle-drop': both(
    'A device between forgot the idle flow; the first request after a long quiet is reset or hangs.',
    '中間設備遺忘了閒置的連線；長時間安靜後的第一個請求遭重設或卡住。',
  ),
  'unannounced-close': both(
    'The application closes right behind a response; a request already on its way dies.',
    '應用程式在回應後立即關閉；已在途中的請求因此終止。',
  ),
  'pinned-stale-address': both('One client keeps an address that no longer belongs to the service.', '某個用戶端仍使用已不屬於該服務的位址。'),
  'oom-killed': both(
    'The kernel killed a process of the path for memory; its connections end at once, then connects are refused.',
    '核心因記憶體不足終止了路徑上的行程；其連線立即結束，之後連線遭拒。',
  ),
  'app-crashed': both('A process of the application died with the request in hand.', '應用程式的行程在處理請求時死亡。'),
  'crash-loop': both(
    'A container restarts again and again; each death cuts connections, each pause refuses them.',
    '某容器反覆重啟；每次死亡都切斷連線，每次停頓都拒絕連線。',
  ),
  'liveness-killed': both('The kubelet kills the container because its liveness probe fails.', 'kubelet 因存活探測失敗而終止容器。'),
  evicted: both('The pod or its node went away under the connection.', 'Pod 或其節點在連線期間消失。'),
  'cpu-saturated': both(
    'Application or proxy gets too little CPU, so time limits pass and probes fail.',
    '應用程式或代理得到的 CPU 太少，因而逾時且探測失敗。',
  ),
  'startup-race': both('The application, its sidecar or a listener was used before it was ready.', '應用程式、其 sidecar 或監聽器在就緒之前就被使用。'),
  'shutdown-race': both('The pod was terminating and closed connections that senders still used.', 'Pod 正在終止，並關閉了傳送端仍在使用的連線。'),
  'rollout-load-shift': both('Too few replicas carry the whole load during a roll-out.', '更新期間，過少的副本承擔了全部負載。'),
  'readiness-failing': both('No pod of the service is Ready, so the proxy has no host.', '該服務沒有任何 Pod 就緒，因此代理沒有主機可用。'),
  'service-selector-mismatch': both(
    'The Service selects no pod, so it has no endpoint though pods are well.',
    'Service 沒有選到任何 Pod，因此雖然 Pod 正常卻沒有端點。',
  ),
  'target-port-mismatch': both('The request goes to a port on which the application does not listen.', '請求送往應用程式並未監聽的連接埠。'),
  'app-not-listening': both('The application listens on another address, for example 127.0.0.1 only.', '應用程式監聽在其他位址，例如只有 127.0.0.1。'),
  'stale-endpoints': both('The proxy still uses an address whose pod is gone.', '代理仍使用已消失之 Pod 的位址。'),
  'outlier-ejection': both('Outlier detection took the hosts out after earlier errors.', '異常偵測因先前的錯誤而將主機剔除。'),
  'dns-failure': both("The upstream's name does not resolve, so there is no address.", '上游的名稱無法解析，因此沒有位址。'),
  'no-route': both('Host or path of the request matches no route of this proxy.', '請求的主機或路徑不符合此代理的任何路由。'),
  'unknown-cluster': both('The route names a subset or cluster that nothing defines.', '路由指向沒有任何定義的子集或叢集。'),
  'sidecar-scope': both('This proxy is not shown the destination (Sidecar egress, REGISTRY_ONLY).', '此代理看不到該目的地（Sidecar egress、REGISTRY_ONLY）。'),
  'rollout-ordering': both(
    'A roll-out points traffic at a subset before its pods are ready or after they left.',
    '更新在 Pod 就緒之前或離開之後，就將流量指向該子集。',
  ),
  'mtls-mode-mismatch': both(
    'One side speaks mutual TLS and the other plaintext; every request of that client class fails at once.',
    '一端使用雙向 TLS，另一端使用明文；該類用戶端的每個請求都立即失敗。',
  ),
  'tls-origination-mismatch': both('TLS is spoken to a plaintext port, twice, or not at all.', '對明文連接埠使用 TLS、重複使用 TLS，或完全沒有使用。'),
  'certificate-expired': both(
    'A certificate is past its end; a refused client certificate under TLS 1.3 shows as UC without any TLS text.',
    '某張憑證已過期；TLS 1.3 下遭拒的用戶端憑證會顯示為 UC，且沒有任何 TLS 文字。',
  ),
  'ca-trust-mismatch': both('The verifier does not trust the root of the other side.', '驗證端不信任另一端的根憑證。'),
  'certificate-unavailable': both('A proxy never got its certificate.', '某個代理始終沒有取得憑證。'),
  'clock-skew': both("By the verifier's clock the certificate is not valid at this moment.", '依驗證端的時鐘，憑證此刻無效。'),
  'authorization-denied': both('A policy refuses; on TCP ports that is a closed connection.', '政策拒絕了請求；在 TCP 連接埠上表現為連線關閉。'),
  'protocol-mismatch': both('The two sides speak different protocols on that port.', '兩端在該連接埠上使用不同的通訊協定。'),
  'malformed-response': both("The server's answer breaks HTTP rules.", '伺服器的回應違反 HTTP 規則。'),
  'header-limit': both('Headers above a size or count limit end the exchange.', '標頭超過大小或數量上限而終止往來。'),
  'upgrade-broken': both('An upgrade such as WebSocket is not passed on.', 'WebSocket 等協定升級未被轉送。'),
  'circuit-breaker-overflow': both('A connection-pool limit of this proxy is reached.', '此代理已達連線池上限。'),
  'request-timeout': both('A time limit on the path is shorter than the work takes.', '路徑上的某個時間限制短於處理所需時間。'),
  'rate-limited': both('A rate limit, or the failure of its service, refused the request.', '速率限制或其服務失效拒絕了請求。'),
  'proxy-overloaded': both('The proxy itself is short of CPU, memory, ports or connections.', '代理本身缺乏 CPU、記憶體、連接埠或連線。'),
  'config-rejected': both('The proxy refused its configuration and runs without a part of it.', '代理拒絕了組態，缺少其中一部分而運作。'),
  'listener-drain': both('A configuration push replaced a listener and cut its connections.', '組態推送更換了監聽器並切斷其連線。'),
  'network-policy-blocked': both('A NetworkPolicy or firewall drops or rejects the packets.', 'NetworkPolicy 或防火牆丟棄或拒絕了封包。'),
  'conntrack-exhausted': both("The node's connection table is full, or marks packets invalid.", '節點的連線追蹤表已滿，或將封包標記為無效。'),
  'app-answered-503': both('The application itself answered with this status.', '應用程式自己以此狀態碼回應。'),
  'vminsert-overloaded': both('vminsert refuses because all insert slots stay busy.', 'vminsert 因所有寫入名額都忙碌而拒絕。'),
  'vmstorage-unavailable': both('vminsert or vmselect cannot use its vmstorage nodes.', 'vminsert 或 vmselect 無法使用其 vmstorage 節點。'),
  'app-closed-mid-request': both(
    'The application closes while it handles this very request (body limit, abort, handler panic).',
    '應用程式在處理這個請求時關閉連線（本文限制、中止、處理常式 panic）。',
  ),
  'proxy-or-client-defect': both('A defect of one version; thinkable only after the rest is ruled out.', '某個版本的缺陷；排除其他可能後才考慮。'),
};
