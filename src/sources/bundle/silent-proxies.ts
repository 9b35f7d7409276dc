import { proxyConfigs, proxyStats } from '../../artifacts/envoy/index.ts';
import type { ProxyConfig, ProxyStats } from '../../artifacts/envoy/types.ts';
import { accessLogs } from '../../artifacts/logs/index.ts';
import type { ProxyAccessLog } from '../../artifacts/logs/types.ts';
import type { Artifact, Artifacts } from '../../model/source.ts';
import type { Said } from '../../model/text.ts';
import { say } from '../../text/coverage.ts';

/** More names make no better sentence. */
const MOST_NAMED = 4;

/**
 * Proxies that are dumped and of which no row came, because they log nowhere or elsewhere by their own configuration; and those of them whose counters of
 * upstream clusters are left out at their start. With each the smallest change that would show the truth.
 */
export function silentProxies(artifacts: Artifacts): readonly Said[] {
  const logged = new Set(gatheredOf<ProxyAccessLog>(artifacts, accessLogs).flatMap(({ proxy }) => proxy.pod ?? []));
  const silent = gatheredOf<ProxyConfig>(artifacts, proxyConfigs).filter(({ proxy }) => proxy.pod !== undefined && !logged.has(proxy.pod));
  const counters = new Map(gatheredOf<ProxyStats>(artifacts, proxyStats).map((stats) => [stats.proxy.pod, stats]));
  const off = silent.filter((config) => logOf(config) === 'off');
  const filtered = off.filter((config) => isFiltered(config, counters.get(config.proxy.pod)));
  return [
    ...noteOf(off, (data) => say('accessLogOff', data)),
    ...noteOf(
      silent.filter((config) => logOf(config) === 'elsewhere'),
      ({ pods }) => say('accessLogElsewhere', { pods }),
    ),
    ...noteOf(filtered, ({ pods }) => say('countersFiltered', { pods })),
  ];
}

function gatheredOf<T>(artifacts: Artifacts, { id }: Artifact<readonly T[]>): readonly T[] {
  const gathered = artifacts[id];
  return gathered?.status === 'ok' ? (gathered.value as readonly T[]) : []; // the artifact's own type says what it parses to
}

function noteOf(configs: readonly ProxyConfig[], note: (data: { readonly pods: string; readonly namespace: string }) => Said): readonly Said[] {
  const [first] = configs;
  if (first === undefined) return [];
  const names = configs.flatMap(({ proxy }) => proxy.pod ?? []).toSorted();
  const pods = `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ', …' : ''}`;
  return [note({ pods, namespace: first.proxy.namespace ?? 'default' })];
}

/** What its listeners for requests say of logging; undefined where the dump has none. */
function logOf({ listeners }: ProxyConfig): 'file' | 'elsewhere' | 'off' | undefined {
  const chains = listeners.flatMap((listener) => listener.chains).filter(({ kind }) => kind === 'http');
  if (chains.length === 0) return undefined;
  if (chains.some(({ accessLog }) => accessLog === 'file')) return 'file';
  return chains.some(({ accessLog }) => accessLog === 'elsewhere') ? 'elsewhere' : 'off';
}

/** A whole page has hundreds of values, and with none of a cluster that the proxy has they were left out. */
const FEWEST_VALUES = 10;

function isFiltered({ clusters }: ProxyConfig, stats: ProxyStats | undefined): boolean {
  if (stats === undefined || stats.values.size < FEWEST_VALUES || !clusters.some(({ direction }) => direction === 'outbound')) return false;
  return !stats.values.keys().some((name) => /^cluster\.(?:outbound|inbound)\|/.test(name));
}
