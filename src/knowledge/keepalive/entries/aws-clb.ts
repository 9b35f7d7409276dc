import type { KeepAliveEntry } from '../entry.ts';

export const awsClb: KeepAliveEntry = {
  id: 'aws-clb',
  name: 'AWS Classic Load Balancer',
  role: 'load-balancer',
  aliases: ['clb', 'elb'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 60_000 }],
    key: 'ConnectionSettings.IdleTimeout',
    confidence: 'document',
    sources: [
      {
        title: 'Classic Load Balancers: idle connection timeout',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-idle-timeout.html',
      },
    ],
  },
  client: {
    idle: [{ value: 60_000 }],
    key: 'ConnectionSettings.IdleTimeout',
    confidence: 'document',
    sources: [
      {
        title: 'Classic Load Balancers: idle connection timeout',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-idle-timeout.html',
      },
    ],
  },
};
