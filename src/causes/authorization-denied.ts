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
};
