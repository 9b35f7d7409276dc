/** The probe layer's edge: a target in, a measurement out. */
export { bound, targetText } from './amounts.ts';
export { holdTarget } from './hold-target.ts';
export { type OpenStream, socketOpener } from './open-stream.ts';
export { defaultWait, longestWait, mostConnections, mostRequests, planProbe, type ProbeOptions, type ProbePlan } from './plan.ts';
export { type DoneReport, type ProbedAddress, probeReport, type ProbeReport } from './probe-report.ts';
export { renderReport } from './render-report.ts';
export { resolveAddress } from './resolve-address.ts';
export { type Observed, type Progress, runProbe } from './run-probe.ts';
export { readTarget, type Target, type TargetOptions } from './target.ts';
export { type ProbeTexts, probeTexts } from './texts.ts';
export { type TlsOptions, tlsSettings } from './tls-files.ts';
