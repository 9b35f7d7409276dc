export { istioTextFormat, type TextFormat } from './access-log-formats.ts';
export { type ByVersion, byVersion, type Confidence, type Possible } from './by-version.ts';
export { defaultInboundRetry, defaultOutboundRetry, type DefaultRetry } from './default-retries.ts';
export {
  defaultUpstreamIdle,
  type DocumentedDefault,
  envoyDefault,
  type EnvoyDefaultName,
  istioDefault,
  istioDefaultMs,
  type IstioDefaultName,
} from './envoy-defaults.ts';
export { type EnvoyForm, envoyForms, formsOf, type Spelling, spellingIn } from './envoy-forms.ts';
export { type InboundIdleControl, inboundIdleControls } from './inbound-idle-control.ts';
export { envoyIstioMinor, istioEnvoyMinor } from './istio-envoy.ts';
export { settingsMissingIn, type SettingSince, settingsSince } from './settings-since.ts';
export { controlSince, type TimeLimit, type TimeLimitControl, timeLimitControls, timeLimits } from './time-limits.ts';
export { type Comparator, maySatisfy, parseVersion, satisfies, type Version, versionRange } from './version.ts';
export { vmDefaultMs, type VmFlagDefault, vmFlagDefault, vmFlagHistories, type VmFlagHistory } from './vm-flags.ts';
