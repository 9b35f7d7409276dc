/** What an Istio cluster name says. */
export interface ClusterName {
  readonly direction: 'inbound' | 'outbound' | 'other';
  readonly port?: number;
  readonly subset?: string;
  readonly host?: string;
}

/**
 * Takes apart `outbound|8480|v1|vminsert.monitoring.svc.cluster.local`, `inbound|8480||`, `inbound-vip|80|http|host` (waypoint)
 * and the SNI form `outbound_.8480_.v1_.host`. Istio's passthrough clusters have a direction and nothing more.
 */
export function parseClusterName(name: string): ClusterName {
  if (name.startsWith('InboundPassthroughCluster')) return { direction: 'inbound' };
  if (name === 'PassthroughCluster') return { direction: 'outbound' };
  const [prefix = '', port = '', subset = '', ...host] = name.includes('|') ? name.split('|') : name.split('_.');
  const direction = prefix.startsWith('inbound') ? 'inbound' : prefix === 'outbound' ? 'outbound' : 'other';
  if (direction === 'other' || host.length === 0) return { direction: host.length === 0 ? 'other' : direction };
  const number = Number(port);
  const last = host.join('|');
  return {
    direction,
    ...(port !== '' && Number.isInteger(number) && number > 0 ? { port: number } : {}),
    ...(subset === '' ? {} : { subset }),
    ...(last === '' ? {} : { host: last }),
  };
}
