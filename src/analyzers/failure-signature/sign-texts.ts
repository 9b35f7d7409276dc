import type { Sign } from '../../knowledge/signatures.ts';

/** What each sign is called, in English and in Traditional Chinese. */
export const signTexts: Readonly<Record<Sign, { readonly en: string; readonly zhTW: string }>> = {
  'reset-local': { en: 'ended between the sidecar and its application without an answer (UC)', zhTW: '在 sidecar 與其應用程式之間未得到回應就結束（UC）' },
  'reset-remote': { en: 'ended on the way to the server without an answer (UC)', zhTW: '在前往伺服器的途中未得到回應就結束（UC）' },
  'reset-somewhere': {
    en: 'ended without an answer (connection termination, EOF, reset by peer), as the caller tells',
    zhTW: '據呼叫端所述，未得到回應就結束（connection termination、EOF、reset by peer）',
  },
  'refused-local': { en: 'found the application refusing connections (UF, refused)', zhTW: '遭應用程式拒絕連線（UF，拒絕）' },
  'refused-remote': { en: 'found the server refusing connections (UF, refused)', zhTW: '遭伺服器拒絕連線（UF，拒絕）' },
  'refused-somewhere': { en: 'were refused a connection, as the caller tells', zhTW: '據呼叫端所述，遭拒絕連線' },
  'connect-timeout': { en: 'could not connect in time (UF, timeout)', zhTW: '未能及時建立連線（UF，逾時）' },
  'connect-unreachable': { en: 'found no way to the address (UF, unreachable)', zhTW: '無法抵達該位址（UF，無法到達）' },
  'connect-reset': { en: 'were reset while connecting (UF, reset)', zhTW: '在建立連線時遭重設（UF，重設）' },
  'connect-unknown': { en: 'could not connect, for a reason that is not shown (UF)', zhTW: '無法建立連線，且未顯示原因（UF）' },
  'tls-certificate': { en: 'failed on a certificate in the TLS handshake (UF)', zhTW: '在 TLS 交握中因憑證而失敗（UF）' },
  'tls-protocol': { en: 'failed in the TLS handshake (UF)', zhTW: '在 TLS 交握中失敗（UF）' },
  'tls-secret': { en: 'had no certificate to connect with (UF)', zhTW: '沒有可用於連線的憑證（UF）' },
  'no-host': { en: 'had no host to go to (UH)', zhTW: '沒有可前往的主機（UH）' },
  overflow: { en: 'met a full connection pool (UO)', zhTW: '遇到已滿的連線池（UO）' },
  'no-route': { en: 'matched no route (NR)', zhTW: '沒有符合的路由（NR）' },
  'no-cluster': { en: 'were routed to a cluster that does not exist (NC)', zhTW: '被導向不存在的叢集（NC）' },
  'refused-by-listener': { en: 'are connections that matched no filter chain of the listener (NR)', zhTW: '是不符合監聽器任何過濾器鏈的連線（NR）' },
  timeout: { en: 'ran into a time limit (UT, SI, DT)', zhTW: '觸及時間限制（UT、SI、DT）' },
  'gave-up': { en: 'were given up by their caller after a long wait without an answer (DC)', zhTW: '在久候無回應後由呼叫端放棄（DC）' },
  protocol: { en: 'got an answer that is not valid HTTP (UPE)', zhTW: '得到不合法的 HTTP 回應（UPE）' },
  'stream-reset': { en: 'were reset as a single stream (UR, LR)', zhTW: '以單一串流遭重設（UR、LR）' },
  denied: { en: 'were denied by a policy or limit (UAEX, RL)', zhTW: '遭政策或限制拒絕（UAEX、RL）' },
  answered: { en: 'are answers of the application itself (no flag)', zhTW: '是應用程式自己的回應（無旗標）' },
};
