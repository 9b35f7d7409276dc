import { type Cursor, durationOf, field, found, items, numberOf, placeOf, textOf } from './cursor.ts';
import { shapedBy } from './istio-metadata.ts';
import { optional } from './optional.ts';
import type { ProxyConfig, ProxyRoute } from './types.ts';

type VirtualHost = ProxyConfig['virtualHosts'][number];

/** The virtual hosts and routes of one route configuration. */
export function reduceRoutes(config: Cursor): { readonly routes: readonly ProxyRoute[]; readonly virtualHosts: readonly VirtualHost[] } {
  const routeConfig = textOf(field(config, 'name')) ?? '';
  const hosts = items(field(config, 'virtual_hosts')).map((host) => ({
    host,
    name: textOf(field(host, 'name')) ?? '',
    domains: strings(field(host, 'domains')),
  }));
  return {
    virtualHosts: hosts.map(({ host, name, domains }) => ({ routeConfig, name, domains, at: placeOf(host) })),
    routes: hosts.flatMap(({ host, name, domains }) =>
      items(field(host, 'routes')).map((route) => reduceRoute(route, host, { routeConfig, virtualHost: name, domains })),
    ),
  };
}

function reduceRoute(route: Cursor, host: Cursor, owner: Pick<ProxyRoute, 'routeConfig' | 'virtualHost' | 'domains'>): ProxyRoute {
  const action = field(route, 'route');
  // A virtual host's policy holds for routes that have none.
  const retries = field(action, 'retry_policy') ?? (action === undefined ? undefined : field(host, 'retry_policy'));
  return {
    ...optional('name', textOf(field(route, 'name'))),
    at: placeOf(route),
    ...owner,
    match: match(field(route, 'match')),
    ...optional('cluster', textOf(field(action, 'cluster'))),
    weightedClusters: items(field(action, 'weighted_clusters', 'clusters')).flatMap((item) => textOf(field(item, 'name')) ?? []),
    ...optional('timeoutMs', found(field(action, 'timeout'), durationOf)),
    ...optional('perTryTimeoutMs', found(field(retries, 'per_try_timeout'), durationOf)),
    ...optional('retryPolicy', found(retries, retryPolicy)),
    ...optional('directResponse', numberOf(field(route, 'direct_response', 'status'))),
    ...optional('virtualService', shapedBy(route, 'virtual-service')),
  };
}

function retryPolicy(policy: Cursor): NonNullable<ProxyRoute['retryPolicy']>['value'] {
  return {
    retryOn: textOf(field(policy, 'retry_on')) ?? '',
    ...optional('attempts', numberOf(field(policy, 'num_retries'))),
    statusCodes: items(field(policy, 'retriable_status_codes')).flatMap((code) => numberOf(code) ?? []),
  };
}

function match(cursor: Cursor | undefined): ProxyRoute['match'] {
  const headers = items(field(cursor, 'headers')).length + items(field(cursor, 'query_parameters')).length;
  const ways = [
    ['prefix', textOf(field(cursor, 'prefix'))],
    ['path', textOf(field(cursor, 'path'))],
    ['regex', textOf(field(cursor, 'safe_regex', 'regex')) ?? textOf(field(cursor, 'regex'))],
    ['separated', textOf(field(cursor, 'path_separated_prefix'))],
  ] as const;
  for (const [kind, value] of ways) if (value !== undefined) return { kind, value, headers };
  return { kind: 'other', value: field(cursor, 'connect_matcher') === undefined ? '' : 'CONNECT', headers };
}

function strings(cursor: Cursor | undefined): readonly string[] {
  return items(cursor).flatMap((item) => textOf(item) ?? []);
}
