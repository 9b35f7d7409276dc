import { type Bilingual, both, inLanguage, type Language } from '../knowledge/bilingual.ts';
import { decidingFlags, type Signals } from './signals.ts';
import type { WrittenBy, Writer } from './types.ts';

interface Judgement {
  readonly by: Writer;
  readonly sure: WrittenBy['sure'];
  readonly says: Bilingual;
  readonly row?: Writer;
  readonly hop?: string;
  readonly program?: string;
}

/** Who wrote the status or flag, as far as the text tells. */
export function writtenBy(signals: Signals, language: Language): WrittenBy {
  const { says, ...rest } = judge(signals);
  const data = { port: signals.cluster?.port ?? '?', program: rest.program ?? '', host: signals.serverHostname ?? '?' };
  return { ...rest, says: inLanguage(says, language, data) };
}

function judge(signals: Signals): Judgement {
  const { application, otherProxy, detail, clients, serverHostname } = signals;
  if (application !== undefined) return { by: 'application', sure: 'certain', program: application.program, says: texts.program };
  if (otherProxy?.passedOn === true) return { by: 'next-hop', sure: 'certain', row: 'other-proxy', program: otherProxy.proxy, says: texts.nextHop };
  if (otherProxy?.isUnsigned === true) return { by: 'unknown', sure: 'unknown', row: 'other-proxy', program: otherProxy.proxy, says: texts.unsigned };
  if (otherProxy !== undefined) return { by: 'other-proxy', sure: 'certain', program: otherProxy.proxy, says: texts.otherProxy };
  const proxy = rowWriter(signals);
  if (detail?.name === 'via_upstream' && decidingFlags(signals).length === 0) return furtherOn(proxy);
  if (proxy !== undefined) return proxy;
  // no Envoy sets this header: a program of VictoriaMetrics stands between that Envoy and whoever copied the response
  if (serverHostname !== undefined && (signals.resetBody || signals.envoyBody !== undefined))
    return { by: 'some-envoy', sure: 'certain', program: 'vmauth', says: texts.passedOn };
  if (serverHostname !== undefined) return { by: 'application', sure: 'likely', program: 'VictoriaMetrics', says: texts.hostname };
  if (signals.resetBody || signals.envoyBody !== undefined) return { by: 'some-envoy', sure: 'certain', says: texts.bodyOfSomeEnvoy };
  if (decidingFlags(signals).length > 0 || signals.flags.length > 0 || detail !== undefined || signals.resetReason !== undefined)
    return {
      by: 'some-envoy',
      sure: signals.transport !== undefined && signals.flags.length === 0 && detail === undefined ? 'likely' : 'certain',
      says: texts.someEnvoy,
    };
  // A wrapper without a quoted status carries nobody else's words.
  const client = clients.find(({ wrapper }) => wrapper !== true) ?? (signals.status === undefined ? clients[0] : undefined);
  if (client !== undefined)
    return { by: 'client', sure: 'certain', program: clients.find(({ wrapper }) => wrapper === true)?.program ?? client.program, says: texts.client };
  if (signals.end !== undefined) return { by: 'kubelet', sure: 'likely', says: texts.kubelet };
  return { by: 'unknown', sure: 'unknown', says: texts.unknown };
}

function rowWriter(signals: Signals): Judgement | undefined {
  const { cluster, detail } = signals;
  const port = cluster?.port === undefined ? '' : `:${cluster.port}`;
  switch (cluster?.direction) {
    case 'inbound':
      return { by: 'server-sidecar', sure: 'certain', hop: `sidecar->application${port}`, says: texts.inbound };
    case 'inbound-passthrough':
      return { by: 'server-sidecar', sure: 'certain', hop: 'sidecar->application', says: texts.inbound };
    case 'outbound':
      return { by: 'client-proxy', sure: 'certain', hop: `client-proxy->${cluster.service ?? 'server'}${port}`, says: texts.outbound };
    case 'black-hole':
    case 'passthrough':
      return { by: 'client-sidecar', sure: 'certain', hop: 'client-sidecar->destination', says: texts.clientSidecar };
    case 'other':
      return { by: 'some-envoy', sure: 'certain', says: texts.ownCluster };
    case undefined:
      break;
  }
  if (detail?.name === 'filter_chain_not_found') return { by: 'server-sidecar', sure: 'likely', hop: 'client->sidecar', says: texts.listener };
  if (signals.meshServerName) return { by: 'server-sidecar', sure: 'likely', says: texts.serverName };
  if (signals.row !== undefined && detail?.name === 'route_not_found') return { by: 'client-proxy', sure: 'likely', says: texts.noRoute };
  return undefined;
}

function furtherOn(proxy: Judgement | undefined): Judgement {
  if (proxy?.by === 'server-sidecar')
    return { by: 'application', sure: 'certain', row: 'server-sidecar', ...(proxy.hop === undefined ? {} : { hop: proxy.hop }), says: texts.applicationBehind };
  return {
    by: 'next-hop',
    sure: 'certain',
    ...(proxy === undefined ? {} : { row: proxy.by }),
    ...(proxy?.hop === undefined ? {} : { hop: proxy.hop }),
    says: texts.nextHop,
  };
}

const texts = {
  program: both(
    '{program} wrote it: the words are its own, so every proxy on the way worked.',
    '由 {program} 所寫：這是它自己的文字，因此沿途的代理都正常運作。',
  ),
  passedOn: both(
    'An Envoy wrote this body, and {host} passed it on: the header X-Server-Hostname is set by VictoriaMetrics programs alone, so this is vmauth in front, and the link that failed lies behind it.',
    '某個 Envoy 寫了這段本文，並由 {host} 轉交：標頭 X-Server-Hostname 只有 VictoriaMetrics 程式會設定，因此前方是 vmauth，失敗的一段在它後方。',
  ),
  hostname: both(
    'The header X-Server-Hostname names {host}: a program of VictoriaMetrics made the status, or vmauth passed on the one of its backend. An Envoy that answers by itself never sets it.',
    '標頭 X-Server-Hostname 指出 {host}：狀態碼由 VictoriaMetrics 程式產生，或由 vmauth 轉交其後端的狀態碼。Envoy 自行回應時絕不會設定此標頭。',
  ),
  otherProxy: both('{program} wrote it.', '由 {program} 所寫。'),
  unsigned: both(
    'The line is from {program}; whether it made the status or passed it on from the next hop is not in it.',
    '此行出自 {program}；狀態碼由它自己產生，還是由下一跳轉交，該行沒有說明。',
  ),
  bodyOfSomeEnvoy: both(
    "An Envoy wrote this body, but the text does not say which: the caller's sidecar, a gateway, or the server's sidecar. The row with the flag names the hop.",
    '某個 Envoy 寫了這段本文，但文字沒有說明是哪一個：呼叫端的 sidecar、閘道或伺服器端的 sidecar。帶有旗標的記錄列才能指出是哪一跳。',
  ),
  someEnvoy: both('An Envoy wrote it; without the cluster name the text does not say on which hop.', '由某個 Envoy 所寫；沒有叢集名稱，文字無法說明是哪一跳。'),
  client: both("The calling side wrote it ({program}); no proxy's answer is quoted.", '由呼叫端（{program}）所寫；沒有引用任何代理的回應。'),
  kubelet: both(
    'It tells how a container ended, as the kubelet has it in the status of the pod; it is no answer to a request.',
    '它說明容器如何結束，由 kubelet 記在 Pod 的狀態中；這不是對請求的回應。',
  ),
  unknown: both('The text does not say who wrote it: the application, or any proxy on the way.', '文字沒有說明由誰所寫：應用程式，或沿途任何代理。'),
  inbound: both(
    'The sidecar of the server wrote this row; it speaks of the link from that sidecar to its own application on port {port}.',
    '由伺服器端的 sidecar 所寫；此列描述該 sidecar 到自己的應用程式（連接埠 {port}）這一段。',
  ),
  outbound: both(
    "The proxy of the caller wrote this row (a sidecar, or a gateway); it speaks of the link to the server's pod, whose sidecar may take it up.",
    '由呼叫端的代理（sidecar 或閘道）所寫；此列描述到伺服器 Pod 這一段，可能由該 Pod 的 sidecar 承接。',
  ),
  clientSidecar: both('The sidecar of the caller wrote this row: it does not know the destination.', '由呼叫端的 sidecar 所寫：它不認識該目的地。'),
  ownCluster: both(
    'An Envoy with a cluster that is not named the way Istio names them wrote this row.',
    '由某個 Envoy 所寫，其叢集名稱不是 Istio 的命名方式。',
  ),
  listener: both(
    'The listener of the receiving proxy wrote this row, before any request was read; the caller sees UC, or UF after a TLS hello.',
    '由接收端代理的監聽器在讀取任何請求之前所寫；呼叫端看到 UC，若已送出 TLS hello 則為 UF。',
  ),
  serverName: both('The server name is that of mesh mutual TLS, so the receiving proxy wrote this row.', '伺服器名稱屬於網格雙向 TLS，因此由接收端代理所寫。'),
  noRoute: both("The proxy that looked for a route wrote it: the caller's sidecar, or a gateway.", '由尋找路由的代理所寫：呼叫端的 sidecar 或閘道。'),
  applicationBehind: both(
    'The application behind this sidecar made the status; the sidecar only passed it on.',
    '狀態碼由此 sidecar 後方的應用程式產生；sidecar 只是轉交。',
  ),
  nextHop: both(
    "The next hop made the status: read the row of the proxy one hop on, or the application's log if there is none.",
    '狀態碼由下一跳產生：請查看下一跳代理的記錄列；若沒有，則查看應用程式的記錄。',
  ),
} as const;
