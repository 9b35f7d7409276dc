/** The probe layer's edge: a target in, a measurement out. */
export { bound } from './amounts.ts';
export { holdTarget } from './hold-target.ts';
export { type OpenStream, socketOpener } from './open-stream.ts';
export { defaultWait, longestWait, mostConnections, mostRequests, planProbe, type ProbePlan } from './plan.ts';
export { type DoneReport, probeReport } from './probe-report.ts';
export { renderReport } from './render-report.ts';
export { resolveAddress } from './resolve-address.ts';
export { type Observed, type Progress, runProbe } from './run-probe.ts';
export { readTarget } from './target.ts';
export { probeTexts } from './texts.ts';
export { type TlsOptions, tlsSettings } from './tls-files.ts';
