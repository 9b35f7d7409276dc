import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A policy or an external authorizer refused the request, or closed the connection that carried it. */
export const authorizationDenied: Cause = defineCause({
  id: 'authorization-denied',
  title: 'An AuthorizationPolicy or external authorizer refuses',
  explanation:
    "On HTTP ports an AuthorizationPolicy answers 403 rbac_access_denied_matched_policy at the server's proxy, and an external authorizer 403 UAEX; neither is a 503. On TCP ports there is no answer to give: the connection is closed and the caller sees a reset or 503 UC. An ALLOW policy denies everything that no rule matches, and a rule with HTTP-only fields on a TCP port matches nothing in ALLOW. A missing client identity (no mTLS) fails rules that name principals or namespaces.",
  priorDb: 0,
  references: [
    { title: 'Istio AuthorizationPolicy', url: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Istio authorization for TCP traffic',
      url: 'https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/',
      version: 'Istio 1.18 to 1.31',
    },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'allow-caller',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Add the caller to the policy that selects {server}: a rule with from.source.principals or namespaces of {client} and the port in to.operation.ports; leave out HTTP fields (methods, paths, hosts) for TCP ports.',
      verifyWith: [
        'istioctl x authz check {pod} -n {namespace}',
        'kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c rbac_access_denied',
      ],
      undoWith: ['kubectl -n {namespace} edit authorizationpolicies.security.istio.io'],
    },
    {
      id: 'give-identity',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'If the caller has no identity, let it speak mutual TLS (sidecar, no tls DISABLE for {service}); principals and namespaces can be matched only then.',
      verifyWith: ['istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -A2 transportSocket'],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'repair-authorizer',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'If the external authorizer refuses or fails (UAEX, ext_authz_error), repair that service; failOpen in meshConfig.extensionProviders decides what happens while it is down.',
      verifyWith: ['kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ext_authz'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      "HTTP: the server's proxy answers 403 rbac_access_denied_matched_policy (or UAEX) itself. TCP: the connection is accepted and closed, so the caller sees a reset or 503 UC.",
    confusedWith: [
      { cause: 'mtls-mode-mismatch', tellApart: 'There no filter chain accepts the connection; here it is accepted and a policy refuses.' },
      { cause: 'network-policy-blocked', tellApart: 'There packets do not arrive.' },
      { cause: 'app-answered-503', tellApart: 'There the application refuses, with a body of its own.' },
    ],
    seeWith: [
      {
        command: 'kubectl get authorizationpolicies.security.istio.io -A',
        shows: 'Policies that select the server; an ALLOW that does not match this caller is enough.',
      },
      {
        command: 'kubectl -n {namespace} logs {pod} -c istio-proxy | grep rbac_access_denied',
        shows: "Rows at the server's proxy at the time of the failures.",
      },
    ],
    provenBy: "rbac_access_denied in the server's row (its access log, or its connection termination details on TCP ports) and the policy that decides it.",
  },
});

export const zhTW: CauseTranslation = {
  title: 'AuthorizationPolicy 或外部授權服務拒絕了請求',
  explanation:
    '在 HTTP 連接埠上，AuthorizationPolicy 由伺服器的代理回應 403 rbac_access_denied_matched_policy，外部授權服務則為 403 UAEX；兩者都不是 503。在 TCP 連接埠上沒有回應可給：連線被關閉，呼叫端看到重設或 503 UC。ALLOW 政策會拒絕所有未被規則比對到的請求，而在 TCP 連接埠上含有 HTTP 專用欄位的 ALLOW 規則不會比對到任何東西。沒有用戶端身分（未使用 mTLS）時，指定 principals 或 namespaces 的規則都會失敗。',
  remedies: {
    'allow-caller':
      '將呼叫端加入選取 {server} 的政策：以 from.source.principals 或 namespaces 指明 {client}，並在 to.operation.ports 指明連接埠；TCP 連接埠不要使用 HTTP 欄位（methods、paths、hosts）。',
    'give-identity': '若呼叫端沒有身分，請讓它使用雙向 TLS（注入 sidecar，且 {service} 不設 tls DISABLE）；只有這樣才能比對 principals 與 namespaces。',
    'repair-authorizer': '若是外部授權服務拒絕或失效（UAEX、ext_authz_error），請修復該服務；它停擺時的行為由 meshConfig.extensionProviders 的 failOpen 決定。',
  },
  guide: {
    onTheWire: 'HTTP：伺服器的代理自行回 403 rbac_access_denied_matched_policy（或 UAEX）。TCP：接受連線後關閉，呼叫端看到重設或 503 UC。',
    confusedWith: {
      'mtls-mode-mismatch': '該原因沒有過濾鏈接受連線；這裡已接受，是政策拒絕。',
      'network-policy-blocked': '該原因的封包無法抵達。',
      'app-answered-503': '該原因由應用程式以自身的本文拒絕。',
    },
    seeWith: ['選取該伺服器的政策；只要有一個不符合此呼叫端的 ALLOW 就足夠。', '失敗當時伺服器代理的記錄列。'],
    provenBy: '伺服器記錄列中的 rbac_access_denied（存取記錄，或 TCP 連接埠的連線終止詳情），以及決定它的政策。',
  },
};
