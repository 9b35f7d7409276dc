export { type InferenceOptions, inferResets } from './infer-resets.ts';
export type { Hypothesis, IdleLimit, Inference, Mechanism, Verdict } from './inference.ts';
