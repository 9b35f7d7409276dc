/** Gathering evidence from a cluster into a folder that diagnose reads. */
export { type BundleRequest, type Collection, collectBundle } from './collect-bundle.ts';
export { nodePages, podPages } from './host-pages.ts';
export { labReaders, type LabReadersOptions } from './lab-readers.ts';
export { type Exec, readersByExec } from './readers-by-exec.ts';
export type { ContainerUsage, EvidenceReaders, NodePage, PodPage } from './readers.ts';
