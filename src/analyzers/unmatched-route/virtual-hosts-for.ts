import type { ProxyConfig } from '../../artifacts/envoy/types.ts';

/** Virtual hosts of the proxy whose domains take the authority: exact, `*.suffix`, or the catch-all. */
export function virtualHostsFor(config: ProxyConfig, authority: string): ProxyConfig['virtualHosts'] {
  const host = authority.toLowerCase();
  const bare = host.replace(/:\d+$/, '');
  const takes = (domain: string): boolean =>
    domain === host || domain === bare || (domain.startsWith('*') && domain.length > 1 && (host.endsWith(domain.slice(1)) || bare.endsWith(domain.slice(1))));
  return config.virtualHosts.filter(({ domains }) => domains.some(takes));
}
