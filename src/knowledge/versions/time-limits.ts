import type { NonEmpty, Reference } from '../../model/evidence.ts';
import { type ByVersion, byVersion, type Possible } from './by-version.ts';

/** A limit in the life of a connection or request, named for the hop on which it acts. */
export type TimeLimit =
  | 'outbound-listener-idle'
  | 'outbound-pool-idle'
  | 'inbound-listener-idle'
  | 'inbound-pool-idle'
  | 'outbound-tcp-idle'
  | 'inbound-tcp-idle'
  | 'passthrough-idle'
  | 'hbone-idle'
  | 'pool-max-age'
  | 'pool-max-requests'
  | 'connect'
  | 'tcp-keepalive'
  | 'http2-keepalive'
  | 'route'
  | 'per-try'
  | 'stream-idle'
  | 'response-drain'
  | 'listener-drain'
  | 'pod-drain'
  | 'drain-until-idle';

/** A setting by which a limit can be set. `where` is a field as it is written in YAML, or a variable of the proxy. */
export interface TimeLimitControl {
  readonly by:
    | 'sidecar-ingress'
    | 'sidecar-inbound-pool'
    | 'destination-rule'
    | 'virtual-service'
    | 'mesh-config'
    | 'proxy-config'
    | 'proxy-metadata'
    | 'envoy-filter';
  readonly where: string;
}

/** A folder or file of istio/istio, what of it, and the versions it was read in. */
const istio = (path: string, what: string, version: string): Reference => ({
  title: `istio/istio ${path}${what === '' ? '' : `, ${what}`}`,
  url: `https://github.com/istio/istio/tree/master/${path}`,
  version: `Istio ${version}`,
});

const core = 'pilot/pkg/networking/core';
const clusters = (version: string): Reference => istio(core, 'buildInboundCluster and applyTrafficPolicy', version);
const listeners = (version: string): Reference => istio(core, 'applyConnectionSettingsToHCM and networkfilter.go', version);
const routes = (version: string): Reference => istio(`${core}/route`, '', version);
const agent = (version: string): Reference => istio('pkg/envoy', 'agent.go', version);
const api = (file: string, version: string): Reference => ({
  title: `istio/api ${file}`,
  url: `https://github.com/istio/api/blob/master/${file}`,
  version: `Istio ${version}`,
});

const rule = (field: string): TimeLimitControl => ({ by: 'destination-rule', where: `DestinationRule spec.trafficPolicy.connectionPool.${field}` });
const filter: TimeLimitControl = { by: 'envoy-filter', where: 'EnvoyFilter configPatches[]' };
const meshPolicy: TimeLimitControl = { by: 'mesh-config', where: 'meshConfig.defaultTrafficPolicy.connectionPool' };
const idleVariable: TimeLimitControl = { by: 'proxy-metadata', where: 'proxyMetadata ISTIO_META_IDLE_TIMEOUT' };
const settings = (field: string): TimeLimitControl => ({ by: 'proxy-config', where: `proxyConfig.connectionSettings.${field}` });
const ingress: TimeLimitControl = { by: 'sidecar-ingress', where: 'Sidecar spec.ingress[].connectionPool.http.idleTimeout' };
const inboundPool: TimeLimitControl = { by: 'sidecar-inbound-pool', where: 'Sidecar spec.inboundConnectionPool.http.idleTimeout' };

type Controls = ByVersion<readonly TimeLimitControl[]>;

const since = (versions: string, value: readonly TimeLimitControl[], reference: Reference): Controls => ({ versions, value, reference, confidence: 'source' });

/** From Istio 1.31 on a setting came before what there was. */
function before31(old: readonly TimeLimitControl[], newer: readonly TimeLimitControl[], reference: (version: string) => Reference): NonEmpty<Controls> {
  return [since('<1.31', old, reference('1.18 to 1.30')), since('>=1.31', newer, reference('1.31'))];
}

/**
 * Strongest first. Pools replace one another whole, they never merge; an EnvoyFilter changes what came out of all the others, so it has the
 * last word.
 */
const tables: Readonly<Record<TimeLimit, NonEmpty<Controls>>> = {
  'outbound-listener-idle': before31([filter, idleVariable], [filter, settings('httpIdleTimeout'), idleVariable], listeners),
  'inbound-listener-idle': before31([filter, idleVariable], [filter, settings('httpIdleTimeout'), idleVariable], listeners),
  'outbound-pool-idle': before31([filter, rule('http.idleTimeout')], [filter, rule('http.idleTimeout'), meshPolicy], clusters),
  'inbound-pool-idle': [
    // The definition of 1.20 takes Sidecar.inboundConnectionPool, istiod 1.20 ignores it.
    since('<1.21', [filter, rule('http.idleTimeout')], clusters('1.18 to 1.20')),
    since('>=1.21 <1.31', [filter, ingress, inboundPool, rule('http.idleTimeout')], clusters('1.21 to 1.30')),
    since('>=1.31', [filter, ingress, inboundPool, rule('http.idleTimeout'), meshPolicy], clusters('1.31')),
  ],
  'outbound-tcp-idle': [
    since('<1.21', [filter, idleVariable], listeners('1.18 to 1.20')),
    since('>=1.21', [filter, rule('tcp.idleTimeout'), idleVariable], listeners('1.21 to 1.31')),
  ],
  'inbound-tcp-idle': [since('>=1.18', [filter, idleVariable], listeners('1.18 to 1.31'))],
  'passthrough-idle': before31([filter], [filter, meshPolicy], clusters),
  'hbone-idle': [
    since('<1.29', [], clusters('1.18 to 1.28')),
    since('>=1.29', [{ by: 'mesh-config', where: 'meshConfig.hboneIdleTimeout' }], api('mesh/v1alpha1/config.proto', '1.29 to 1.31')),
  ],
  'pool-max-age': [since('>=1.18', [filter, rule('tcp.maxConnectionDuration')], clusters('1.18 to 1.31'))],
  'pool-max-requests': [since('>=1.18', [filter, rule('http.maxRequestsPerConnection')], clusters('1.18 to 1.31'))],
  connect: [since('>=1.18', [rule('tcp.connectTimeout'), { by: 'mesh-config', where: 'meshConfig.connectTimeout' }], clusters('1.18 to 1.31'))],
  'tcp-keepalive': [since('>=1.18', [rule('tcp.tcpKeepalive'), { by: 'mesh-config', where: 'meshConfig.tcpKeepalive' }], clusters('1.18 to 1.31'))],
  'http2-keepalive': before31([filter], [filter, rule('http.http2KeepAlive')], clusters),
  route: [since('>=1.18', [{ by: 'virtual-service', where: 'VirtualService spec.http[].timeout' }], routes('1.18 to 1.31'))],
  'per-try': [since('>=1.18', [{ by: 'virtual-service', where: 'VirtualService spec.http[].retries.perTryTimeout' }], routes('1.18 to 1.31'))],
  'stream-idle': before31([filter], [filter, settings('httpStreamIdleTimeout')], listeners),
  'response-drain': before31([filter], [filter, settings('httpDrainTimeout')], listeners),
  'listener-drain': [since('>=1.18', [{ by: 'proxy-config', where: 'proxyConfig.drainDuration' }], api('mesh/v1alpha1/proxy.proto', '1.18 to 1.31'))],
  // without effect where the sidecar is a native one, which is the default from 1.27 on
  'pod-drain': [since('>=1.18', [{ by: 'proxy-config', where: 'proxyConfig.terminationDrainDuration' }], agent('1.18 to 1.31'))],
  'drain-until-idle': [
    since('<1.12', [], agent('1.11 and older')),
    since('>=1.12', [{ by: 'proxy-metadata', where: 'proxyMetadata EXIT_ON_ZERO_ACTIVE_CONNECTIONS' }], agent('1.12 to 1.31')),
  ],
};

/** All limits that can be asked for. */
export const timeLimits: readonly TimeLimit[] = Object.keys(tables) as TimeLimit[]; // the keys of a literal are exactly its type's keys

/** By what a limit can be set in an Istio version, strongest first; none known = an empty list. Unknown version: every possibility. */
export function timeLimitControls(limit: TimeLimit, istio: string | undefined): Possible<readonly TimeLimitControl[]> {
  return byVersion(tables[limit], istio);
}

/** The first Istio minor in which an object sets a limit: `1.21`. Undefined where it always did, as far as is known here, or never does. */
export function controlSince(limit: TimeLimit, by: TimeLimitControl['by']): string | undefined {
  const first = tables[limit].find(({ value }) => value.some((control) => control.by === by));
  return first === undefined || first === tables[limit][0] ? undefined : /^>=(\S+)/.exec(first.versions)?.[1];
}
