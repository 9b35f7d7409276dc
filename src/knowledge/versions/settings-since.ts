import type { Reference } from '../../model/evidence.ts';
import { satisfies } from './version.ts';

/** A setting that exists only in some Istio versions. */
export interface SettingSince {
  /** As people write it; found in advice and objects by this word. */
  readonly name: string;
  /** Istio minor versions that act on it. */
  readonly versions: string;
  readonly reference: Reference;
}

const sidecarProto: Reference = {
  title: 'istio/istio pull request 47313: inboundConnectionPool',
  url: 'https://github.com/istio/istio/pull/47313',
  version: 'Istio 1.21',
};
const crds: Reference = {
  title: 'istio/istio manifests/charts/base/files/crd-all.gen.yaml',
  url: 'https://github.com/istio/istio/tree/master/manifests/charts/base/files',
  version: 'Istio 1.18 to 1.31',
};
const mesh: Reference = { title: 'istio/api mesh/v1alpha1', url: 'https://github.com/istio/api/tree/master/mesh/v1alpha1', version: 'Istio 1.18 to 1.31' };
const features: Reference = {
  title: 'istio/istio pilot/pkg/features',
  url: 'https://github.com/istio/istio/tree/master/pilot/pkg/features',
  version: 'Istio 1.18 to 1.31',
};

/** Settings that came or went between Istio 1.12 and 1.31, as far as anything here speaks of them. */
export const settingsSince: readonly SettingSince[] = [
  { name: 'inboundConnectionPool', versions: '>=1.21', reference: sidecarProto },
  { name: 'ingress[].connectionPool', versions: '>=1.21', reference: sidecarProto },
  { name: 'connectionPool.tcp.idleTimeout', versions: '>=1.21', reference: crds },
  { name: 'networking.istio.io/v1 ', versions: '>=1.22', reference: crds },
  { name: 'retryBudget', versions: '>=1.27', reference: crds },
  { name: 'loadBalancer.warmup.', versions: '>=1.24', reference: crds },
  { name: 'http2KeepAlive', versions: '>=1.31', reference: crds },
  { name: 'retryIgnorePreviousHosts', versions: '>=1.26', reference: crds },
  { name: 'hboneIdleTimeout', versions: '>=1.29', reference: mesh },
  { name: 'connectionSettings', versions: '>=1.31', reference: mesh },
  { name: 'defaultTrafficPolicy', versions: '>=1.31', reference: mesh },
  { name: 'defaultInboundHttpRetryPolicy', versions: '>=1.32', reference: mesh },
  { name: 'EXCLUDE_UNSAFE_503_FROM_DEFAULT_RETRY', versions: '>=1.24 <1.27', reference: features },
  { name: 'ENABLE_INBOUND_RETRY_POLICY', versions: '>=1.23 <1.27', reference: features },
  { name: 'PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS', versions: '>=1.31', reference: features },
];

/** Settings that a text names and that an Istio version does not act on. */
export function settingsMissingIn(text: string, istio: string): readonly SettingSince[] {
  return settingsSince.filter(({ name, versions }) => text.includes(name) && !satisfies(istio, versions));
}
