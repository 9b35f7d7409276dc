import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const istioSidecar: KeepAliveEntry = {
  id: 'istio-sidecar',
  name: 'Istio sidecar clusters',
  role: 'client',
  aliases: ['istio', 'istio proxy', 'sidecar', 'istio sidecar'],
  checked: '2026-11-30',
  client: {
    idle: [{ value: 3_600_000 }],
    key: "DestinationRule connectionPool.http.idleTimeout (callers' outbound clusters and the receiving pod's inbound cluster, where the rule is visible there); Sidecar inboundConnectionPool (1.21 and later)",
    confidence: 'source',
    sources: [
      {
        title: 'istio/istio pilot/pkg/networking/core/cluster_builder.go',
        url: 'https://github.com/istio/istio/blob/HEAD/pilot/pkg/networking/core/cluster_builder.go',
        version: 'source of 2026-08',
      },
      {
        title: 'istio/api networking/v1alpha3/sidecar.proto',
        url: 'https://github.com/istio/api/blob/HEAD/networking/v1alpha3/sidecar.proto',
        version: 'source of 2026-08',
      },
    ],
  },
  note: both('PassthroughCluster and InboundPassthroughCluster: 5 min.', 'PassthroughCluster 與 InboundPassthroughCluster：5 分鐘。'),
};
