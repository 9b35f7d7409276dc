import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** TLS is applied twice, to a plaintext port, or not at all. */
export const tlsOriginationMismatch: Cause = defineCause({
  id: 'tls-origination-mismatch',
  title: 'TLS applied twice, or towards a plaintext port, or not at all',
  explanation:
    'For a destination outside the mesh either the application or the proxy must originate TLS, towards a port that speaks it. When the application sends https and a DestinationRule adds tls.mode SIMPLE, the server gets TLS in TLS; when the port is a plaintext port, the handshake meets HTTP: 503 UF with WRONG_VERSION_NUMBER at the proxy that originates. Plain HTTP towards a TLS port gets 400 or a closed connection (UC). It fails for every request, and no PeerAuthentication is involved.',
  priorDb: 0,
  references: [
    {
      title: 'Istio egress TLS origination',
      url: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/',
      version: 'Istio 1.18 to 1.31',
    },
    {
      title: 'Istio DestinationRule: ClientTLSSettings',
      url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
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
      id: 'one-tls',
      purpose: 'repair',
      risk: 'config-reload',
      text: "Let exactly one side originate TLS: the application sends http and the DestinationRule for {service} has tls.mode: SIMPLE with targetPort 443 in the ServiceEntry, or the application sends https, the port's protocol is HTTPS or TLS and no tls block is set.",
      verifyWith: [
        'istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -A2 transportSocket',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'set-sni',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'With SIMPLE set tls.sni and subjectAltNames to the name the server expects, where it differs from the host.',
      verifyWith: ["istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -i -E 'sni|subjectAlt'"],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      'A ClientHello meets a plaintext port (answer HTTP: UF, WRONG_VERSION_NUMBER), or TLS stands inside TLS, or plain HTTP meets a TLS port (400 or a close: UC). Always, from the first request.',
    confusedWith: [
      { cause: 'mtls-mode-mismatch', tellApart: 'There the server is in the mesh and a PeerAuthentication decides; here it is outside.' },
      { cause: 'protocol-mismatch', tellApart: 'There TLS is not the question.' },
      { cause: 'ca-trust-mismatch', tellApart: 'There both sides speak TLS and the certificate is refused.' },
    ],
    seeWith: [
      {
        command: 'istioctl proxy-config clusters deploy/{client} -n {namespace} --fqdn {service} -o json | grep -A3 transportSocket',
        shows: 'A TLS socket towards a plaintext port, or none towards a TLS port.',
      },
      { command: 'openssl s_client -connect {service}:{port}', shows: 'From a pod without a sidecar: whether the port speaks TLS at all.' },
    ],
    provenBy: 'What the port really speaks, who originates TLS (application, DestinationRule, both, nobody), and the TLS words of the failing rows.',
  },
});

export const zhTW: CauseTranslation = {
  title: 'TLS 重複套用、套用到明文連接埠，或根本沒有套用',
  explanation:
    '對網格外的目的地，TLS 必須由應用程式或代理其中之一發起，並連到支援 TLS 的連接埠。若應用程式已使用 https 而 DestinationRule 又加上 tls.mode SIMPLE，伺服器收到的是 TLS 中的 TLS；若該埠是明文埠，交握遇到的是 HTTP：發起端代理寫下 503 UF 與 WRONG_VERSION_NUMBER。以明文 HTTP 連到 TLS 埠則得到 400 或連線被關閉（UC）。所有請求都會失敗，且與 PeerAuthentication 無關。',
  remedies: {
    'one-tls':
      '只讓一方發起 TLS：應用程式送 http，{service} 的 DestinationRule 設 tls.mode: SIMPLE 且 ServiceEntry 的 targetPort 為 443；或應用程式送 https，連接埠協定為 HTTPS 或 TLS，且不設 tls 區塊。',
    'set-sni': '使用 SIMPLE 時，若伺服器預期的名稱與主機不同，請將 tls.sni 與 subjectAltNames 設為該名稱。',
  },
  guide: {
    onTheWire:
      'ClientHello 碰到明文連接埠（得到 HTTP：UF、WRONG_VERSION_NUMBER）、TLS 內又有 TLS，或明文 HTTP 碰到 TLS 連接埠（400 或關閉：UC）。自第一個請求起總是如此。',
    confusedWith: {
      'mtls-mode-mismatch': '該原因的伺服器在網格內，由 PeerAuthentication 決定；這裡在網格外。',
      'protocol-mismatch': '該原因與 TLS 無關。',
      'ca-trust-mismatch': '該原因兩端都使用 TLS，是憑證遭拒。',
    },
    seeWith: ['對明文連接埠使用 TLS socket，或對 TLS 連接埠沒有使用。', '從沒有 sidecar 的 Pod：該連接埠是否使用 TLS。'],
    provenBy: '該連接埠實際使用的協定、由誰起始 TLS（應用程式、DestinationRule、兩者、無），以及失敗列中的 TLS 文字。',
  },
};
