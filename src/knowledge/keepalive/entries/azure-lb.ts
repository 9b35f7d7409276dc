import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const azureLb: KeepAliveEntry = {
  id: 'azure-lb',
  name: 'Azure Load Balancer, Azure NAT gateway',
  role: 'nat',
  aliases: ['azure load balancer', 'azure nat', 'azure'],
  checked: '2026-11-22',
  device: {
    idle: [{ value: 240_000 }],
    close: 'silent',
    key: 'idleTimeoutInMinutes (4 to 100); enableTcpReset',
    confidence: 'document',
    sources: [
      {
        title: 'MicrosoftDocs/azure-docs load-balancer-tcp-idle-timeout.md',
        url: 'https://learn.microsoft.com/azure/load-balancer/load-balancer-tcp-idle-timeout',
      },
      { title: 'MicrosoftDocs/azure-docs load-balancer-tcp-reset.md', url: 'https://learn.microsoft.com/azure/load-balancer/load-balancer-tcp-reset' },
    ],
  },
  note: both(
    'Silent by default (UT or 504, not UC); with TCP reset enabled both ends get RST.',
    '預設無聲（UT 或 504，而非 UC）；啟用 TCP reset 時兩端都會收到 RST。',
  ),
};
