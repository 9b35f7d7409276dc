import { asObject } from '../../formats/json.ts';
import { type Cursor, either, field, items, momentOf, textOf } from './cursor.ts';
import type { EpochMs } from '../../model/time.ts';

export type ResourceKind = 'cluster' | 'listener' | 'route' | 'endpoint' | 'host-status' | 'secret' | 'bootstrap' | 'error';

/** One xDS resource of a dump, unwrapped. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly cursor: Cursor;
  readonly lastUpdated?: EpochMs;
  /** Sent, but not in use: it waits for its own dependencies. */
  readonly warming?: boolean;
}

/**
 * The resources of any dump: `/config_dump` whole, by `?resource=` or by `?mask=`, istiod's copy of it, and the lists that
 * `istioctl proxy-config … -o json` prints. What is not recognised is left out.
 */
export function resourcesOf(root: Cursor): readonly Resource[] {
  const configs = field(root, 'configs');
  if (configs !== undefined) return items(configs).flatMap(resourcesOfConfig);
  if (Array.isArray(root.value)) return items(root).flatMap((item) => bare(item) ?? resourcesOfConfig(item));
  return asObject(root.value) === undefined ? [] : resourcesOfConfig(root).length > 0 ? resourcesOfConfig(root) : (bare(root) ?? []);
}

const lists: readonly (readonly [key: string, kind: ResourceKind, warming?: boolean])[] = [
  ['static_clusters', 'cluster'],
  ['dynamic_active_clusters', 'cluster'],
  ['dynamic_warming_clusters', 'cluster', true],
  ['static_listeners', 'listener'],
  ['dynamic_listeners', 'listener'],
  ['static_route_configs', 'route'],
  ['dynamic_route_configs', 'route'],
  ['static_endpoint_configs', 'endpoint'],
  ['dynamic_endpoint_configs', 'endpoint'],
  ['static_secrets', 'secret'],
  ['dynamic_active_secrets', 'secret'],
  ['dynamic_warming_secrets', 'secret', true],
  ['cluster_statuses', 'host-status'],
];

function resourcesOfConfig(config: Cursor): readonly Resource[] {
  const bootstrap = field(config, 'bootstrap');
  if (bootstrap !== undefined) return [{ kind: 'bootstrap', cursor: bootstrap, ...updated(config) }];
  const listed = lists.flatMap(([key, kind, warming]) => items(field(config, key)).flatMap((wrapper) => unwrapped(kind, wrapper, warming === true)));
  // `?resource=dynamic_active_clusters` gives the wrappers themselves as configs.
  return listed.length > 0 ? listed : (['cluster', 'listener', 'route', 'endpoint', 'secret'] as const).flatMap((kind) => unwrapped(kind, config, false, true));
}

const inner: Readonly<Record<string, string>> = { cluster: 'cluster', route: 'route_config', endpoint: 'endpoint_config', secret: 'secret' };

function unwrapped(kind: ResourceKind, wrapper: Cursor, warming: boolean, strict = false): readonly Resource[] {
  if (kind === 'host-status') return [{ kind, cursor: wrapper }];
  const failed = field(wrapper, 'error_state');
  const errors: readonly Resource[] = failed === undefined || (strict && kind !== guess(wrapper)) ? [] : [{ kind: 'error', cursor: failed }];
  if (kind === 'listener') return [...errors, ...listener(wrapper)];
  const cursor = field(wrapper, inner[kind] ?? kind);
  if (cursor === undefined || asObject(cursor.value) === undefined) return errors;
  return [...errors, { kind, cursor, ...updated(wrapper), ...(warming ? { warming } : {}) }];
}

/** A listener may have an active state, one that warms, and one that drains; the active one serves. */
function listener(wrapper: Cursor): readonly Resource[] {
  const active = either(field(wrapper, 'active_state'), field(wrapper, 'listener') === undefined ? undefined : wrapper);
  const state = active ?? field(wrapper, 'warming_state');
  const cursor = field(state, 'listener');
  if (state === undefined || cursor === undefined) return [];
  return [{ kind: 'listener', cursor, ...updated(state), ...(active === undefined ? { warming: true } : {}) }];
}

function guess(wrapper: Cursor): ResourceKind | undefined {
  if (field(wrapper, 'cluster') !== undefined) return 'cluster';
  if (field(wrapper, 'route_config') !== undefined) return 'route';
  if (field(wrapper, 'active_state') !== undefined || field(wrapper, 'warming_state') !== undefined || field(wrapper, 'listener') !== undefined)
    return 'listener';
  return field(wrapper, 'endpoint_config') === undefined ? undefined : 'endpoint';
}

const clusterFields = [
  'connect_timeout',
  'eds_cluster_config',
  'circuit_breakers',
  'load_assignment',
  'alt_stat_name',
  'typed_extension_protocol_options',
  'lb_policy',
  'transport_socket_matches',
];

/** A resource without a wrapper, as istioctl prints it. Told by fields that only this kind has. */
function bare(cursor: Cursor): readonly Resource[] | undefined {
  const kind = bareKind(cursor);
  return kind === undefined ? undefined : [{ kind, cursor }];
}

function bareKind(cursor: Cursor): ResourceKind | undefined {
  if (field(cursor, 'kind') !== undefined || field(cursor, 'apiVersion') !== undefined) return undefined; // a Kubernetes object
  const has = (key: string): boolean => field(cursor, key) !== undefined;
  if (has('virtual_hosts')) return 'route';
  if (has('host_statuses')) return 'host-status';
  if (has('cluster_name') && has('endpoints')) return 'endpoint';
  if (has('filter_chains') || has('default_filter_chain') || (has('listener_filters') && has('address'))) return 'listener';
  return textOf(field(cursor, 'name')) !== undefined && clusterFields.some(has) ? 'cluster' : undefined;
}

function updated(wrapper: Cursor): { readonly lastUpdated?: EpochMs } {
  const at = momentOf(field(wrapper, 'last_updated'));
  return at === undefined ? {} : { lastUpdated: at };
}
