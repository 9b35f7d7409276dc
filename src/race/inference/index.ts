export { type InferenceOptions, inferResets } from './infer-resets.ts';
export type { Hypothesis, IdleLimit, Inference, Mechanism, Verdict } from './inference.ts';
export type { RegionPriors } from './regions.ts';
