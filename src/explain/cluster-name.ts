import type { ClusterName } from './signals.ts';

/** Takes an Envoy cluster name apart; Istio's form is `direction|port|subset|host`, with `;` or `_` variants in some fields. */
export function clusterName(name: string): ClusterName {
  const [direction, port, subset, service] = name.replace(/;$/, '').split('|');
  if (/^BlackHoleCluster/.test(name)) return { name, direction: 'black-hole' };
  if (/^InboundPassthrough/.test(name)) return { name, direction: 'inbound-passthrough' };
  if (/^PassthroughCluster/.test(name)) return { name, direction: 'passthrough' };
  if (direction !== 'inbound' && direction !== 'outbound') return { name, direction: 'other' };
  const number = Number(port);
  return {
    name,
    direction,
    ...(Number.isInteger(number) && number > 0 ? { port: number } : {}),
    ...(subset === undefined || subset === '' ? {} : { subset }),
    ...(service === undefined || service === '' ? {} : { service }),
  };
}

/** The first cluster name in a text. */
export function clusterNameIn(text: string): ClusterName | undefined {
  const found =
    /\b(?:inbound|outbound)\|\d{0,5}\|[\w.-]{0,120}\|[\w.*-]{0,253};?|\b(?:BlackHoleCluster|InboundPassthroughCluster(?:Ipv[46])?|PassthroughCluster)\b/.exec(
      text,
    );
  return found === null ? undefined : clusterName(found[0]);
}
