import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The application read the request, or a part of it, and closed instead of answering. */
export const appClosedMidRequest: Cause = defineCause({
  id: 'app-closed-mid-request',
  title: 'The application closes while it handles the request (abort, body or read limit, handler panic)',
  explanation:
    'The application gave up a request it had begun: a handler that panics without ending the process, an abort, a limit on the body or on read time, an early answer sent while the body was still coming. Closing with unread bytes makes the kernel send RST, which can also destroy an answer that was already on its way, so a 401 or 413 becomes 503 UC. It follows the request (size, path, handler, a fixed duration), not the time since the last one, and the process lives on.',
  closedBy: 'server',
  priorDb: 0,
  references: [
    { title: 'RFC 9112, section 9: connection management', url: 'https://www.rfc-editor.org/rfc/rfc9112#section-9', version: 'June 2022' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'VictoriaMetrics: lib/httpserver/httpserver.go', version: 'VictoriaMetrics v1.150.0' },
    { title: 'istio/istio issue 60479', url: 'https://github.com/istio/istio/issues/60479', version: 'read 2026-08' },
  ],
  remedies: [
    {
      id: 'repair-handler',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Repair the handler that the log of container {container} names at that second; answer errors with a status instead of closing.',
      verifyWith: [
        'kubectl -n {namespace} logs {pod} -c {container} --since=10m',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'read-before-close',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'When refusing a request early, read the rest of the body (up to a bound) before closing, or send Connection: close, half-close and linger; or raise the body limit of {server} above what callers send.',
      verifyWith: [
        'kubectl -n {namespace} rollout status deployment/{server}',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'smaller-requests',
      purpose: 'mitigate',
      risk: 'pod-restart',
      text: 'Let {client} send smaller bodies or batches, and switch off retries for these requests: they fail again.',
      verifyWith: ["kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '"],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      'The request arrives, the application gives it up and closes: FIN, or RST when bytes of the request are unread, which can overtake an answer already sent. 503 UC (UPE when part of an answer arrived), after the time that the handler took.',
    confusedWith: [
      { cause: 'keepalive-idle-mismatch', tellApart: 'There the failing request comes after quiet and lasts milliseconds; here it follows the request.' },
      { cause: 'app-crashed', tellApart: 'There the process is gone afterwards.' },
      { cause: 'request-timeout', tellApart: "There the durations stand at a proxy's limit." },
    ],
    seeWith: [
      { command: 'kubectl -n {namespace} logs {pod} -c {container} --since=10m', shows: "The handler's panic, abort or limit at the second of the UC." },
    ],
    provenBy:
      "Failures that follow the request (its size, path or handler) and not the time since the last one, and the application's own line or a repetition of the request that fails each time.",
  },
});

export const zhTW: CauseTranslation = {
  title: '應用程式在處理請求時關閉連線（中止、本文或讀取限制、處理常式 panic）',
  explanation:
    '應用程式放棄了已經開始的請求：處理常式發生 panic 但行程未結束、中止、本文大小或讀取時間的限制，或本文仍在傳送時就提前回應。在仍有未讀資料時關閉，核心會送出 RST，這也可能毀掉已在途中的回應，使 401 或 413 變成 503 UC。它取決於請求本身（大小、路徑、處理常式、固定的持續時間），而非距離上一個請求的時間，且行程仍然存活。',
  remedies: {
    'repair-handler': '修正容器 {container} 當時日誌所指的處理常式；以狀態碼回應錯誤，而不是關閉連線。',
    'read-before-close':
      '提前拒絕請求時，關閉前先讀完剩餘的本文（設定上限），或送出 Connection: close、半關閉並逗留；或將 {server} 的本文限制調高到大於呼叫端送出的大小。',
    'smaller-requests': '讓 {client} 送出較小的本文或批次，並對這些請求停用重試：它們還會再失敗。',
  },
  guide: {
    onTheWire:
      '請求抵達，應用程式放棄並關閉：FIN；若請求仍有未讀位元組則為 RST，可能使已送出的回應遺失。503 UC（若已有部分回應則為 UPE），發生在處理常式耗時之後。',
    confusedWith: {
      'keepalive-idle-mismatch': '該原因的失敗請求發生在安靜之後且只有數毫秒；這裡取決於請求本身。',
      'app-crashed': '該原因之後行程已消失。',
      'request-timeout': '該原因的耗時落在代理的時限。',
    },
    seeWith: ['UC 那一秒處理常式的 panic、中止或限制。'],
    provenBy: '失敗取決於請求（大小、路徑或處理常式），而非距上次請求的時間，並有應用程式自身的記錄，或重送該請求每次都失敗。',
  },
};
