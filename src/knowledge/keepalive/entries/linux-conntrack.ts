import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const linuxConntrack: KeepAliveEntry = {
  id: 'linux-conntrack',
  name: 'Linux connection tracking, established',
  role: 'nat',
  aliases: ['conntrack', 'nf_conntrack', 'netfilter'],
  checked: '2026-11-30',
  device: {
    idle: [{ value: 432_000_000 }],
    close: 'silent',
    key: 'nf_conntrack_tcp_timeout_established',
    confidence: 'document',
    sources: [{ title: 'Linux Documentation/networking/nf_conntrack-sysctl.rst', url: 'https://docs.kernel.org/networking/nf_conntrack-sysctl.html' }],
  },
  note: both(
    'A late packet may count as invalid or as new; without FIN the sender repeats it until a time-out (UT, UF).',
    '遲到的封包可能被視為無效或新連線；沒有 FIN，傳送端會重送直到逾時（UT、UF）。',
  ),
};
