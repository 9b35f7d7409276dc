import { both } from '../bilingual.ts';
import { clientLeft, closedAfterConnect, connectTimedOut, noEndpoint, refused, tooSlow, badResponse } from './cause-families.ts';
import { awsLoadBalancer, haproxy } from './references.ts';

import type { OtherProxyLine } from './other-proxies.ts';

/** HAProxy's two first letters of the session state: who ended it, and in which phase. */
export const haproxyStates: Readonly<Record<string, OtherProxyLine>> = Object.fromEntries(
  (
    [
      [
        'SH',
        'UC',
        closedAfterConnect,
        'HAProxy SH (502): the server closed or answered invalidly before complete response headers.',
        'HAProxy SH（502）：伺服器在完整的回應標頭之前關閉，或回應無效。',
      ],
      [
        'SD',
        'UC',
        closedAfterConnect.filter((id) => id !== 'keepalive-idle-mismatch'),
        'HAProxy SD: the server closed in the middle of the response.',
        'HAProxy SD：伺服器在回應途中關閉。',
      ],
      [
        'SC',
        'UF',
        refused,
        'HAProxy SC (503): the server refused the connection, or no server is up.',
        'HAProxy SC（503）：伺服器拒絕連線，或沒有可用的伺服器。',
      ],
      ['sC', 'UF', connectTimedOut, 'HAProxy sC (503): no connection within timeout connect.', 'HAProxy sC（503）：未能在 timeout connect 內建立連線。'],
      ['sH', 'UT', tooSlow, 'HAProxy sH (504): no response headers within timeout server.', 'HAProxy sH（504）：timeout server 內沒有回應標頭。'],
      ['sD', 'UT', tooSlow, 'HAProxy sD: the server stalled in the middle of the response.', 'HAProxy sD：伺服器在回應途中停滯。'],
      [
        'sQ',
        'UO',
        ['circuit-breaker-overflow', 'cpu-saturated', 'rollout-load-shift'],
        'HAProxy sQ (503): the request waited too long in the queue.',
        'HAProxy sQ（503）：請求在佇列中等待過久。',
      ],
      ['CD', 'DC', clientLeft, 'HAProxy CD: the caller left in the middle of the response.', 'HAProxy CD：呼叫端在回應途中離開。'],
      ['CH', 'DC', clientLeft, 'HAProxy CH: the caller left while waiting for response headers.', 'HAProxy CH：呼叫端在等待回應標頭時離開。'],
      ['cD', 'DC', clientLeft, 'HAProxy cD: the caller stalled in the middle of the response.', 'HAProxy cD：呼叫端在回應途中停滯。'],
      ['PH', 'UPE', badResponse, "HAProxy PH (502): the server's response headers are not valid.", 'HAProxy PH（502）：伺服器的回應標頭無效。'],
    ] as const
  ).map(([state, like, causes, en, zh]): [string, OtherProxyLine] => [
    state,
    { id: `haproxy-${state}`, proxy: 'HAProxy', like, causes, references: haproxy, pattern: /$^/, says: both(en, zh) },
  ]),
);

/** AWS Application Load Balancer: the target's own status is `-` when the balancer made the answer. */
export const awsByStatus: Readonly<Record<string, OtherProxyLine>> = {
  '502': {
    id: 'alb-502',
    proxy: 'AWS ALB',
    like: 'UC',
    causes: [...closedAfterConnect.slice(0, 16), 'target-port-mismatch', 'app-not-listening', 'proxy-or-client-defect'],
    references: awsLoadBalancer,
    pattern: /$^/,
    says: both(
      'The load balancer made this 502: the target closed, reset or answered invalidly (target status `-`).',
      '此 502 由負載平衡器產生：目標關閉、重設連線或回應無效（目標狀態為 `-`）。',
    ),
  },
  '503': {
    id: 'alb-503',
    proxy: 'AWS ALB',
    like: 'UH',
    causes: noEndpoint,
    references: awsLoadBalancer,
    pattern: /$^/,
    says: both('The load balancer made this 503: the target group has no usable target.', '此 503 由負載平衡器產生：目標群組沒有可用的目標。'),
  },
  '504': {
    id: 'alb-504',
    proxy: 'AWS ALB',
    like: 'UT',
    causes: [...tooSlow, 'stale-endpoints'],
    references: awsLoadBalancer,
    pattern: /$^/,
    says: both(
      'The load balancer made this 504: no connection within 10 s, or no answer within its idle timeout (default 60 s).',
      '此 504 由負載平衡器產生：10 秒內未能連線，或未在其閒置逾時（預設 60 秒）內回應。',
    ),
  },
  '460': {
    id: 'alb-460',
    proxy: 'AWS ALB',
    like: 'DC',
    causes: clientLeft,
    references: awsLoadBalancer,
    pattern: /$^/,
    says: both('The caller left before the load balancer had an answer.', '呼叫端在負載平衡器取得回應之前離開。'),
  },
};
