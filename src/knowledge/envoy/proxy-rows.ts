import type { NonEmpty, Reference } from '../../model/evidence.ts';
import type { ProxyFault, ProxyProduct } from '../../model/proxy-fault.ts';
import { type Bilingual, both } from '../bilingual.ts';
import type { CauseId } from '../causes.ts';
import {
  answeredFurtherOn,
  badResponse,
  certificateRefused,
  closedAfterConnect,
  closedInResponse,
  connectTimedOut,
  neverConnected,
  noEndpoint,
  refused,
  tooSlow,
  unreachable,
} from './cause-families.ts';
import type { OtherProxyLine } from './other-proxies.ts';
import { awsLoadBalancer, haproxy, linkerd, nginx, ztunnel } from './references.ts';

const products: Readonly<Record<ProxyProduct, { readonly name: string; readonly references: NonEmpty<Reference> }>> = {
  nginx: { name: 'nginx', references: nginx },
  haproxy: { name: 'HAProxy', references: haproxy },
  'aws-alb': { name: 'AWS ALB', references: awsLoadBalancer },
  linkerd: { name: 'Linkerd', references: linkerd },
  ztunnel: { name: 'ztunnel', references: ztunnel },
};

/** What a whole line of such a proxy means, by what it says went wrong. */
export function proxyRowMeaning(proxy: ProxyProduct, fault: ProxyFault, code: number): OtherProxyLine {
  const { name, references } = products[proxy];
  const { like, causes, says } = fault === 'unnamed' && code === 504 ? late : meanings[fault];
  return {
    id: `${proxy}-row-${fault}`,
    proxy: name,
    causes,
    references,
    pattern: /$^/,
    isRow: true,
    says,
    ...(like === undefined ? {} : { like }),
    ...(fault === 'answered' ? { passedOn: true } : {}),
    ...(fault === 'unsigned' ? { isUnsigned: true } : {}),
  };
}

interface FaultMeaning {
  readonly like?: string;
  readonly causes: readonly CauseId[];
  readonly says: Bilingual;
}

const anyFailure: readonly CauseId[] = [...new Set([...closedAfterConnect.slice(0, 12), ...refused, ...certificateRefused, ...badResponse])];

const late: FaultMeaning = {
  like: 'UT',
  causes: [...new Set([...tooSlow, ...connectTimedOut])],
  says: both(
    'It made this 504 itself: the connection or the answer came too late; its line does not tell which.',
    '此 504 由它自己產生：連線或回應來得太晚；該行沒有說明是哪一個。',
  ),
};

const meanings: Readonly<Record<ProxyFault, FaultMeaning>> = {
  reset: {
    like: 'UC',
    causes: closedAfterConnect,
    says: both('The connection to the next hop was up and ended before an answer.', '通往下一跳的連線已建立，卻在回應之前結束。'),
  },
  truncated: {
    like: 'UC',
    causes: closedInResponse,
    says: both('The connection to the next hop ended in the middle of the answer.', '通往下一跳的連線在回應途中結束。'),
  },
  refused: { like: 'UF', causes: refused, says: both('Nothing listens at the address of the next hop.', '下一跳的位址沒有程式監聽。') },
  unreachable: { like: 'UF', causes: unreachable, says: both('The address of the next hop cannot be reached.', '無法抵達下一跳的位址。') },
  'connect-timeout': {
    like: 'UF',
    causes: connectTimedOut,
    says: both('No connection to the next hop came about in time.', '未能及時與下一跳建立連線。'),
  },
  connect: {
    like: 'UF',
    causes: neverConnected,
    says: both('No connection to the next hop came about; the line does not tell why.', '未能與下一跳建立連線；該行沒有說明原因。'),
  },
  tls: {
    like: 'UF',
    causes: ['tls-origination-mismatch', ...certificateRefused.filter((id) => id !== 'tls-origination-mismatch'), 'protocol-mismatch'],
    says: both('The TLS handshake with the next hop failed.', '與下一跳的 TLS 交握失敗。'),
  },
  timeout: { like: 'UT', causes: tooSlow, says: both('The next hop did not answer in time.', '下一跳未及時回應。') },
  'no-host': { like: 'UH', causes: noEndpoint, says: both('There was no next hop to send the request to.', '沒有可供送出請求的下一跳。') },
  queue: {
    like: 'UO',
    causes: ['circuit-breaker-overflow', 'cpu-saturated', 'rollout-load-shift'],
    says: both('The request waited too long for a free connection.', '請求等候可用連線過久。'),
  },
  'invalid-response': { like: 'UPE', causes: badResponse, says: both('The answer of the next hop is no valid HTTP.', '下一跳的回應不是合法的 HTTP。') },
  rate: { like: 'RL', causes: ['rate-limited'], says: both('It refused the request for its rate.', '它因速率拒絕了請求。') },
  denied: {
    like: 'UAEX',
    causes: ['authorization-denied', 'mtls-mode-mismatch'],
    says: both('A policy refused the connection or the request.', '政策拒絕了連線或請求。'),
  },
  answered: {
    causes: answeredFurtherOn,
    says: both('The next hop made this status and it was passed on.', '此狀態碼由下一跳產生，並經由它轉交。'),
  },
  unasked: {
    causes: [...noEndpoint.slice(0, 8), 'rate-limited', 'no-route'],
    says: both(
      'It answered without asking anybody: there was nobody to ask, or it was told to answer itself.',
      '它未詢問任何對象就回應：沒有可詢問的對象，或設定要它自己回應。',
    ),
  },
  unsigned: {
    causes: [...new Set([...anyFailure, ...answeredFurtherOn])],
    says: both('The line does not tell whether it made this answer itself or passed it on.', '該行沒有說明此回應由它自己產生，還是由它轉交。'),
  },
  unnamed: {
    like: 'UC',
    causes: anyFailure,
    says: both(
      'It made this answer itself after an attempt brought none; whether the connection was refused, reset or answered with no valid HTTP is not in the line.',
      '嘗試未得到回應後由它自己作出此回應；該行沒有說明連線是遭拒絕、遭重設，還是得到不合法的 HTTP。',
    ),
  },
};
