/** The science of the keep-alive race: what limits and traffic cost, and what a pool's requests say of what reset them. Pure. */
export { type Completeness, judgeCompleteness } from './completeness.ts';
export { createDistribution, type Distribution, type DistributionBin, type DistributionBuilder, distributionOf } from './distribution.ts';
export { type Expectation, type Forecast, forecast, type HopForecast } from './forecast.ts';
export type { Hop } from './hop.ts';
export { type Hypothesis, type IdleLimit, type Inference, type InferenceOptions, inferResets, type Mechanism, type Verdict } from './inference/index.ts';
export type { PoolObservations, RequestTimeline, Reset } from './observations.ts';
export type { ClientBehaviour, PoolSetup, ServerBehaviour } from './pool-setup.ts';
export { type SimulatedOutcome, type SimulatedRequest, simulatePool } from './pool-simulation.ts';
export { type Random, seededRandom } from './random.ts';
export { envoyServerLimits, safeClientIdle, safeServerIdle } from './safe-limit.ts';
export type { Scenario } from './scenario.ts';
export type { Traffic } from './traffic.ts';
