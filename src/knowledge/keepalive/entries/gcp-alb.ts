import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const gcpAlb: KeepAliveEntry = {
  id: 'gcp-alb',
  name: 'Google Cloud Application Load Balancer to its backend',
  role: 'client',
  aliases: ['gcp load balancer', 'google load balancer', 'glb', 'gclb'],
  checked: '2026-11-30',
  client: {
    idle: [{ value: 600_000 }],
    key: 'fixed',
    confidence: 'secondary',
    sources: [{ title: 'text of the Google Cloud documentation, as quoted', url: 'https://yunke.me/2024/11/21/backend-http-keepalive-timeout' }],
  },
  note: both('Backends must keep idle connections for more than 600 s (nginx: 620).', '後端保留閒置連線必須超過 600 秒（nginx：620）。'),
};
