import type { KeepAliveEntry } from '../entry.ts';

export const gcpNat: KeepAliveEntry = {
  id: 'gcp-nat',
  name: 'Google Cloud NAT',
  role: 'nat',
  aliases: ['cloud nat', 'google nat'],
  checked: '2026-11-30',
  device: {
    idle: [{ value: 1_200_000 }],
    close: 'silent',
    key: 'tcpEstablishedIdleTimeoutSec',
    confidence: 'document',
    sources: [
      {
        title: 'Compute Engine API: RouterNat.tcpEstablishedIdleTimeoutSec',
        url: 'https://pub.dev/documentation/pulumi_google_native/latest/compute/RouterNat/tcpEstablishedIdleTimeoutSec.html',
      },
    ],
  },
};
