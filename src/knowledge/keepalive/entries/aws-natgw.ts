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
    confidence: 'document',
    sources: [
      { title: 'Amazon VPC user guide: troubleshoot NAT gateways', url: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html' },
    ],
  },
};
