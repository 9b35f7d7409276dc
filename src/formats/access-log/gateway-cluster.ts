/** The Service of a cluster name of Contour, `namespace/name/port/hash` (internal/envoy/envoy.go Clustername, 1.0 to 1.32). */
export function contourService(cluster: string | undefined): { readonly name: string; readonly namespace: string; readonly port: number } | undefined {
  const match = /^([a-z0-9-]{1,63})\/([a-z0-9.-]{1,63})\/(\d{1,5})\/[0-9a-f]{10}$/.exec(cluster ?? '');
  return match === null ? undefined : { namespace: match[1] ?? '', name: match[2] ?? '', port: Number(match[3]) };
}

/**
 * True for the cluster names of gateways that are not Istio's: Contour's, and Envoy Gateway's `httproute/namespace/name/rule/0`
 * (internal/gatewayapi/helpers.go irRouteDestinationName, 0.2 to 1.5), whose proxies stand before the mesh and are nobody's sidecar.
 */
export function isGatewayCluster(cluster: string): boolean {
  return /^(?:http|grpc|tcp|tls|udp)route\/[a-z0-9-]{1,63}\/[a-z0-9.-]{1,253}\/rule\//.test(cluster) || contourService(cluster) !== undefined;
}
