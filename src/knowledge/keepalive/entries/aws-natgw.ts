import type { KeepAliveEntry } from '../entry.ts';

export const awsNatgw: KeepAliveEntry = {
  id: 'aws-natgw',
  name: 'AWS NAT gateway',
  role: 'nat',
  aliases: ['nat gateway', 'aws nat'],
  checked: '2026-11-30',
  device: {
    idle: [{ value: 350_000 }],
    close: 'rst-on-next-packet',
    key: 'fixed',
    confidence: 'secondary',
    sources: [
      { title: 'VPC user guide on NAT gateways, as told by third parties', url: 'https://repost.aws/knowledge-center/vpc-troubleshoot-nat-gateway-connection' },
    ],
  },
};
