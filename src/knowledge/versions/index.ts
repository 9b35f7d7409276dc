export { type ByVersion, byVersion, type Possible } from './by-version.ts';
export { defaultInboundRetry, defaultOutboundRetry, type DefaultRetry } from './default-retries.ts';
export { defaultUpstreamIdle, type DocumentedDefault, envoyDefault, type EnvoyDefaultName, istioDefault, type IstioDefaultName } from './envoy-defaults.ts';
export { type InboundIdleControl, inboundIdleControls } from './inbound-idle-control.ts';
export { istioEnvoyMinor } from './istio-envoy.ts';
export { type Comparator, parseVersion, satisfies, type Version, versionRange } from './version.ts';
