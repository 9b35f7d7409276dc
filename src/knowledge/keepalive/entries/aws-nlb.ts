import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const awsNlb: KeepAliveEntry = {
  id: 'aws-nlb',
  name: 'AWS Network Load Balancer',
  role: 'nat',
  aliases: ['nlb'],
  checked: '2026-11-22',
  device: {
    idle: [{ value: 350_000 }],
    close: 'rst-on-next-packet',
    key: 'tcp.idle_timeout.seconds (60 to 6000); TLS listeners: fixed',
    confidence: 'document',
    sources: [
      {
        title: 'Network Load Balancers: update the idle timeout',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html',
      },
    ],
  },
  note: both(
    'Shows as UC or a reset after a long quiet; where the mapping is forgotten silently, as a time-out.',
    '在長時間安靜之後顯示為 UC 或重設；若對應關係無聲遺失，則為逾時。',
  ),
};
