import type { NonEmpty, Reference } from '../model/evidence.ts';
import { both } from './bilingual.ts';
import type { Meaning } from './envoy/meaning.ts';
import { victoriaMetrics } from './envoy/references.ts';

const podStatus: NonEmpty<Reference> = [
  {
    title: 'Kubernetes: container states, reason and exit code',
    url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states',
    version: 'Kubernetes 1.34',
  },
];

const oomKilled: Meaning = {
  causes: ['oom-killed'],
  references: podStatus,
  says: both(
    'The kernel killed a process of this container at its memory limit (exit code 137 where it was the main one). Its connections ended at once, without an answer.',
    '容器達到記憶體上限，核心終止了其中的程序（若為主程序，結束代碼為 137）。其連線立即中斷，得不到回應。',
  ),
};

/** What the reasons in a pod's status say of how a container ended, or of why it does not run. */
export const endReasons: Readonly<Record<string, Meaning>> = {
  OOMKilled: oomKilled,
  CrashLoopBackOff: {
    causes: ['crash-loop', 'app-crashed', 'oom-killed', 'liveness-killed'],
    references: podStatus,
    says: both(
      'The container ended again and again, and the kubelet waits (up to 5 minutes) before it starts it once more; meanwhile nothing listens in this pod.',
      '容器一再結束，kubelet 會等待（最長 5 分鐘）後才再次啟動；在此期間該 Pod 沒有程式監聽。',
    ),
    doesNotSay: both(
      'It does not say why the container ends: its last state and its previous log do.',
      '它沒有說明容器為何結束：上次狀態與前一次的記錄才有說明。',
    ),
  },
  'liveness probe failed': {
    causes: ['liveness-killed', 'cpu-saturated', 'app-crashed'],
    references: podStatus,
    says: both(
      'The kubelet asked the application whether it is alive and got no, or no answer in time; after failureThreshold of these (default 3) it kills and restarts the container.',
      'kubelet 詢問應用程式是否存活，得到否定或逾時；累計達 failureThreshold 次（預設 3）後會終止並重啟容器。',
    ),
    doesNotSay: both('It does not say that the container was killed: its restarts do.', '它沒有說明容器已被終止：重啟次數才能說明。'),
  },
  'startup probe failed': {
    causes: ['liveness-killed', 'startup-race'],
    references: podStatus,
    says: both(
      'The application had not started so far; after failureThreshold of these (default 3) the kubelet kills and restarts the container.',
      '應用程式尚未啟動完成；累計達 failureThreshold 次（預設 3）後，kubelet 會終止並重啟容器。',
    ),
  },
  'readiness probe failed': {
    causes: ['readiness-failing', 'startup-race', 'cpu-saturated', 'mtls-mode-mismatch'],
    references: podStatus,
    says: both(
      'The application said that it takes no requests, or did not answer in time; after failureThreshold of these (default 3) its endpoint is not ready. A status in it is the probe’s own answer, not that of a request.',
      '應用程式表示不接受請求，或逾時未回應；累計達 failureThreshold 次（預設 3）後，其端點變為未就緒。其中的狀態碼是探針得到的回應，而非某個請求的回應。',
    ),
  },
  ContainerStatusUnknown: {
    causes: ['evicted', 'shutdown-race'],
    references: podStatus,
    says: both(
      'Nobody saw the container end: the kubelet found it gone (137 is a stand-in here), as after a node that restarted or an eviction.',
      '沒有人看到容器如何結束：kubelet 發現它已消失（此處的 137 只是代填值），例如節點重新啟動或被驅逐之後。',
    ),
  },
};

/** What the exit code of a container says. Codes above 128 are a signal, 128 added. */
export const exitCodes: Readonly<Record<string, Meaning>> = {
  '0': {
    causes: ['shutdown-race', 'liveness-killed', 'rollout-load-shift'],
    references: podStatus,
    says: both('The program ended by itself and in order: it was asked to stop, or its work was done.', '程式自行正常結束：它被要求停止，或工作已完成。'),
    doesNotSay: both(
      'It does not say that requests were drained: a program that answers SIGTERM at once exits with 0 too.',
      '它沒有說明請求是否已排空：收到 SIGTERM 立即結束的程式同樣以 0 結束。',
    ),
  },
  '1': {
    causes: ['app-crashed', 'crash-loop'],
    references: podStatus,
    says: both('The program ended by an error of its own; its previous log has the last words.', '程式因自身的錯誤而結束；前一次的記錄中有最後的訊息。'),
  },
  '2': {
    causes: ['app-crashed', 'crash-loop'],
    references: [{ title: 'Go runtime: an unrecovered panic exits with 2', url: 'https://pkg.go.dev/runtime', version: 'Go 1.26' }],
    says: both(
      'The program ended by an error of its own: a Go program by a panic that nobody caught, others by flags they do not know.',
      '程式因自身的錯誤而結束：Go 程式因未被攔截的 panic，其他程式則因不認得的旗標。',
    ),
  },
  '134': {
    causes: ['app-crashed'],
    references: podStatus,
    says: both('Signal 6 (SIGABRT): the program aborted itself, as on a failed assertion.', '訊號 6（SIGABRT）：程式自行中止，例如斷言失敗。'),
  },
  '137': {
    causes: ['oom-killed', 'liveness-killed', 'shutdown-race', 'evicted'],
    references: podStatus,
    says: both(
      'Signal 9 (SIGKILL): the kernel for memory, or the kubelet after the grace period was over. Connections end without an answer.',
      '訊號 9（SIGKILL）：核心因記憶體不足而終止，或寬限期結束後由 kubelet 終止。連線會在沒有回應的情況下中斷。',
    ),
    doesNotSay: both('It is not proof of an OOM kill: the reason beside it (OOMKilled) is.', '它並不證明是 OOM：旁邊的原因（OOMKilled）才能證明。'),
  },
  '139': {
    causes: ['app-crashed'],
    references: podStatus,
    says: both('Signal 11 (SIGSEGV): the program crashed on a bad memory access.', '訊號 11（SIGSEGV）：程式因不當的記憶體存取而當機。'),
  },
  '143': {
    causes: ['shutdown-race', 'liveness-killed', 'evicted'],
    references: podStatus,
    says: both(
      'Signal 15 (SIGTERM): the kubelet asked it to stop (deletion, eviction, a failed liveness probe) and the program has no handler that drains.',
      '訊號 15（SIGTERM）：kubelet 要求停止（刪除、驅逐、存活探針失敗），而程式沒有會排空請求的處理程序。',
    ),
  },
  '255': {
    causes: ['shutdown-race', 'vmstorage-unavailable', 'app-crashed', 'evicted'],
    references: victoriaMetrics,
    says: both(
      'A VictoriaMetrics program ends so when -http.maxGracefulShutdownDuration (7 s) is over and requests are still in hand: those die unanswered. Beside the reason Unknown it is a stand-in: nobody saw the container end, as when its node restarted.',
      'VictoriaMetrics 程式在 -http.maxGracefulShutdownDuration（7 秒）結束而仍有請求未完成時以此結束：那些請求得不到回應。若旁邊的原因為 Unknown，則只是代填值：沒有人看到容器如何結束，例如節點重新啟動。',
    ),
    doesNotSay: both(
      'It does not say what held the requests: vminsert waits without an end while no vmstorage takes its rows.',
      '它沒有說明請求被什麼卡住：沒有 vmstorage 接收資料列時，vminsert 會無限等待。',
    ),
  },
};
