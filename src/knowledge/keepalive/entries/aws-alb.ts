import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const awsAlb: KeepAliveEntry = {
  id: 'aws-alb',
  name: 'AWS Application Load Balancer',
  role: 'load-balancer',
  aliases: ['alb', 'elb', 'aws load balancer'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 60_000 }],
    maxAge: { value: 3_600_000 },
    key: 'idle_timeout.timeout_seconds; client_keep_alive.seconds',
    confidence: 'document',
    sources: [
      {
        title: 'Application Load Balancers: load balancer attributes',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
      },
    ],
  },
  client: {
    idle: [{ value: 60_000 }],
    key: 'idle_timeout.timeout_seconds',
    confidence: 'document',
    sources: [
      {
        title: 'Application Load Balancers: load balancer attributes',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
      },
    ],
  },
  recognise: { serverHeaders: ['awselb'] },
  note: both(
    'Targets must keep idle connections for more than 60 s; the balancer answers 502 when it loses the race.',
    '目標保留閒置連線必須超過 60 秒；負載平衡器輸掉競爭時回應 502。',
  ),
};
