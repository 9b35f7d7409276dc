/** Fields that guides name and Istio never had, and what acts in their place (Sidecar, DestinationRule and VirtualService references, Istio 1.31). */
export const inventedFields: { readonly [kindAndField: string]: string } = {
  'Sidecar spec.inbound': 'spec.inboundConnectionPool',
  'Sidecar spec.httpProtocolOptions': 'spec.inboundConnectionPool.http',
  'Sidecar spec.outbound': 'spec.egress',
  'DestinationRule spec.connectionPool': 'spec.trafficPolicy.connectionPool',
  'DestinationRule spec.idleTimeout': 'spec.trafficPolicy.connectionPool.http.idleTimeout',
  'DestinationRule spec.trafficPolicy.idleTimeout': 'spec.trafficPolicy.connectionPool.http.idleTimeout',
  'VirtualService spec.timeout': 'spec.http[].timeout',
  'VirtualService spec.retries': 'spec.http[].retries',
};
