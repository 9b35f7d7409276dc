import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const ipvs: KeepAliveEntry = {
  id: 'ipvs',
  name: 'IPVS (kube-proxy), TCP',
  role: 'nat',
  aliases: ['kube-proxy ipvs', 'ip_vs', 'kube-proxy'],
  checked: '2026-11-30',
  device: {
    idle: [{ value: 900_000 }],
    close: 'rst-on-next-packet',
    key: '--ipvs-tcp-timeout; ipvsadm --set',
    confidence: 'source',
    sources: [
      {
        title: 'torvalds/linux net/netfilter/ipvs/ip_vs_proto_tcp.c (IP_VS_TCP_S_ESTABLISHED 15 min)',
        url: 'https://github.com/torvalds/linux/blob/HEAD/net/netfilter/ipvs/ip_vs_proto_tcp.c',
        version: 'source of 2026-08',
      },
    ],
  },
  note: both("kube-proxy leaves the kernel's 15 min unless --ipvs-tcp-timeout is set.", '除非設定 --ipvs-tcp-timeout，否則 kube-proxy 沿用核心的 15 分鐘。'),
};
