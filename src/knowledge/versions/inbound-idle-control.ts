import type { NonEmpty } from '../../model/evidence.ts';
import { type ByVersion, byVersion, type Possible } from './by-version.ts';

/** By what the idle time-out of the server sidecar's pool toward its application can be set, strongest first. */
export type InboundIdleControl = 'sidecar-ingress' | 'sidecar-inbound-pool' | 'destination-rule' | 'mesh-default' | 'envoy-filter';

const source = {
  title: 'istio/istio pilot/pkg/networking/core/cluster_builder.go, buildInboundCluster',
  url: 'https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/cluster_builder.go',
};

const table: NonEmpty<ByVersion<readonly InboundIdleControl[]>> = [
  // The CRD of 1.20 takes Sidecar.inboundConnectionPool, istiod 1.20 ignores it.
  { versions: '<1.21', value: ['destination-rule', 'envoy-filter'], reference: { ...source, version: 'Istio 1.18 to 1.20' } },
  {
    versions: '>=1.21 <1.31',
    value: ['sidecar-ingress', 'sidecar-inbound-pool', 'destination-rule', 'envoy-filter'],
    reference: { ...source, version: 'Istio 1.21 to 1.30' },
  },
  {
    versions: '>=1.31',
    value: ['sidecar-ingress', 'sidecar-inbound-pool', 'destination-rule', 'mesh-default', 'envoy-filter'],
    reference: { ...source, version: 'Istio 1.31' },
  },
];

/** Which objects reach the hop sidecar -> application in an Istio version. Pools replace one another, they never merge. */
export function inboundIdleControls(istio: string | undefined): Possible<readonly InboundIdleControl[]> {
  return byVersion(table, istio);
}
