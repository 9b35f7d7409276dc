import { knownIdleLimits } from '../../knowledge/keepalive/index.ts';
import type { Milliseconds } from '../../model/time.ts';
import { type Completeness, type Doubt, judgeCompleteness } from '../completeness.ts';
import type { PoolObservations, Reset } from '../observations.ts';
import { clusteringOf } from './clustering.ts';
import { drainEvidence } from './drain-evidence.ts';
import { idleLimitOf } from './idle-limit.ts';
import type { Hypothesis, IdleLimit, Inference, Mechanism, Verdict } from './inference.ts';
import { agePrior, idlePrior, limitEvidence } from './limit-evidence.ts';
import { logSum } from './log-beta.ts';
import { backgroundEvidence, burstEvidence, type Evidence, firstUseEvidence, loadEvidence, momentsOf, requestLimitEvidence } from './other-evidence.ts';
import { type RegionPriors, regionPriors } from './regions.ts';
import { resetsNeeded } from './sample-size.ts';
import { contradictedBy } from './contradicted.ts';
import { raceMs } from '../row-tolerances.ts';
import { withheldBy } from './withheld.ts';

export interface InferenceOptions {
  /** Limits to expect and to snap to. Default: those of servers that are known. */
  readonly knownIdleLimits?: readonly Milliseconds[];
  readonly priors?: RegionPriors;
  /** How long a race may take. Default: 250 ms, which is too short where the server is an Envoy; see `row-tolerances.ts`. */
  readonly raceMs?: Milliseconds;
  /** What is known of the log from elsewhere: counters that agree with it, or doubts. */
  readonly isComplete?: boolean;
  readonly doubts?: readonly Doubt[];
}

/** How often each mechanism is met among pools with resets, before any row is seen. */
const mechanismPriors: Readonly<Record<Mechanism, number>> = {
  background: 0.2,
  'idle-limit': 0.2,
  'request-limit': 0.1,
  'age-limit': 0.1,
  bursts: 0.2,
  'first-use': 0.1,
  load: 0.1,
};

/** Share of the requests on reused connections after the same quiet from which on the resets' quiet says little. */
const metronome = 0.3;

/**
 * Which mechanism reset the requests of a pool, by how well each of them foretells which requests were reset and which were not.
 *
 * @param observations of one pool, from a log that has every request (see `judgeCompleteness`)
 */
export function inferResets(observations: PoolObservations, options: InferenceOptions = {}): Inference {
  const completeness = withKnown(judgeCompleteness(observations), options);
  const { resets } = observations;
  const longest = options.raceMs ?? raceMs;
  const slow = indicesOf(resets, ({ durationMs }) => durationMs > longest);
  const firstUse = indicesOf(resets, ({ ordinal }) => ordinal === 1);
  if (resets.length === 0) return { verdict: 'nothing', hypotheses: [], fitting: [], moments: 0, slow, firstUse, completeness };

  const known = options.knownIdleLimits ?? knownIdleLimits.map(({ idleMs }) => idleMs);
  const priors = options.priors ?? regionPriors;
  const evidence = evidenceOf(observations, known, priors, longest);
  const clustering = clusteringOf(observations);
  const hypotheses = weighed(evidence.by, clustering?.isRestartLike === true);
  const [best, second] = hypotheses;
  if (best === undefined) return { verdict: 'nothing', hypotheses: [], fitting: [], moments: 0, slow, firstUse, completeness };

  const moments = momentsOf(resets).length;
  const { idleLimit } = evidence;
  const fitting = best.mechanism === 'idle-limit' ? (idleLimit?.resets ?? []) : indicesOf(resets, evidence.by[best.mechanism].fits);
  const log10BayesFactor = (best.logLikelihood - (second?.logLikelihood ?? best.logLikelihood)) / Math.LN10;
  const byNumbers = verdictOf(best, log10BayesFactor, momentsOf(chosen(resets, fitting)).length, fitting.length);
  const context = { observations, completeness, isComplete: options.isComplete === true, isRestartLike: clustering?.isRestartLike === true };
  const isMetronome = (idleLimit?.chance ?? 0) > metronome;
  const parameters = parametersOf(best.mechanism, evidence.by[best.mechanism], evidence.age);
  const claim = {
    mechanism: best.mechanism,
    fitting: chosen(resets, fitting),
    ...(idleLimit === undefined ? {} : { idleLimit }),
    ...parameters,
    isMetronome,
  };
  const withheld = byNumbers === 'undecided' ? undefined : (withheldBy(best.mechanism, context) ?? contradictedBy(claim, observations));
  const verdict = withheld === undefined ? byNumbers : 'undecided';
  // the callers' clock foretells the resets as well as any limit would, so that other explanations say nothing against one
  const needsProbe = verdict !== 'named' && isMetronome && 2 * (idleLimit?.resets.length ?? 0) >= resets.length;
  const isIdleCandidate = idleLimit !== undefined && (best.mechanism === 'idle-limit' || posteriorOf(hypotheses, 'idle-limit') > 0.01 || needsProbe);
  return {
    verdict,
    mechanism: best.mechanism,
    hypotheses,
    log10BayesFactor,
    fitting,
    moments,
    ...(isIdleCandidate ? { idleLimit } : {}),
    ...parameters,
    ...(clustering?.isRestartLike === true ? { clustered: { pairs: clustering.pairs, chance: clustering.chance } } : {}),
    slow,
    firstUse,
    ...(needsProbe || withheld === 'same-as-idle'
      ? { needsProbe: 'metronome' }
      : adviceOf(withheld, verdict, isIdleCandidate ? idleLimit : undefined, momentsOf(chosen(resets, idleLimit?.resets ?? [])).length)),
    completeness,
    ...(withheld === undefined ? {} : { withheld }),
  };
}

function withKnown(completeness: Completeness, { doubts = [] }: InferenceOptions): Completeness {
  return doubts.length === 0 ? completeness : { ...completeness, doubts: [...new Set([...completeness.doubts, ...doubts])] };
}

function indicesOf(resets: readonly Reset[], matches: (reset: Reset) => boolean): readonly number[] {
  return resets.flatMap((reset, index) => (matches(reset) ? [index] : []));
}

interface AllEvidence {
  readonly by: Readonly<Record<Mechanism, Evidence>>;
  readonly idleLimit?: IdleLimit;
  readonly age?: { readonly from: Milliseconds; readonly to: Milliseconds };
}

function evidenceOf(observations: PoolObservations, known: readonly Milliseconds[], priors: RegionPriors, longest: Milliseconds): AllEvidence {
  const { resets, survivors, first } = observations;
  const isQuick = ({ durationMs }: Reset): boolean => durationMs <= longest;
  const gaps = resets.filter(isQuick).flatMap(({ gapMs, ordinal }) => (gapMs === undefined || ordinal < 2 ? [] : [gapMs]));
  const ages = resets.flatMap((reset) => (reset.ordinal < 2 ? [] : [endAgeOf(reset)]));
  const race = limitEvidence(observations, ascending(gaps), survivors.gaps, { ...idlePrior, known }, priors);
  const drain = drainEvidence(observations, priors);
  const age = limitEvidence(observations, ascending(ages), survivors.ages, agePrior, priors);
  const isDrain = drain.best !== undefined && drain.logLikelihood + Math.log(0.1) > race.logLikelihood + Math.log(0.9);
  const band = isDrain ? drain.best : race.best;
  const reach = Math.max(5_000, survivors.gaps.bins().at(-1)?.to ?? 0);
  return {
    by: {
      background: backgroundEvidence(observations, priors),
      'idle-limit': { logLikelihood: logSum([race.logLikelihood + Math.log(0.9), drain.logLikelihood + Math.log(0.1)]), fits: () => false },
      'request-limit': requestLimitEvidence(observations, priors),
      'age-limit': {
        logLikelihood: age.logLikelihood,
        fits: (reset) => reset.ordinal > 1 && age.best !== undefined && endAgeOf(reset) > age.best.from && endAgeOf(reset) <= age.best.to,
      },
      bursts: burstEvidence(observations, priors),
      'first-use': firstUseEvidence(observations, ({ ordinal, start }) => ordinal === 1 && start - first > reach, priors),
      load: loadEvidence(observations, priors),
    },
    ...(band === undefined ? {} : { idleLimit: idleLimitOf(observations, band, isDrain, isQuick, known) }),
    ...(age.best === undefined ? {} : { age: { from: age.best.from, to: age.best.to } }),
  };
}

/** A connection that ends at some age takes the request on its way with it, however long that has taken. */
const endAgeOf = ({ ageMs, durationMs }: Reset): Milliseconds => ageMs + durationMs;

const chosen = (resets: readonly Reset[], indices: readonly number[]): readonly Reset[] => indices.flatMap((index) => resets[index] ?? []);

const ascending = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b);

/** Posteriors. After a crash all connections are new, so resets on first use that come in pairs count as bursts. */
function weighed(by: Readonly<Record<Mechanism, Evidence>>, isRestartLike: boolean): readonly Hypothesis[] {
  const names = Object.keys(mechanismPriors) as Mechanism[]; // the keys of a record of all mechanisms
  const total = logSum(names.map((name) => by[name].logLikelihood + Math.log(mechanismPriors[name])));
  const all = names.map((mechanism) => ({
    mechanism,
    posterior: Math.exp(by[mechanism].logLikelihood + Math.log(mechanismPriors[mechanism]) - total),
    logLikelihood: by[mechanism].logLikelihood,
  }));
  const first = all.find(({ mechanism }) => mechanism === 'first-use');
  const bursts = all.find(({ mechanism }) => mechanism === 'bursts');
  if (isRestartLike && first !== undefined && bursts !== undefined && first.posterior + bursts.posterior > 0.5) {
    bursts.posterior += first.posterior;
    bursts.logLikelihood = Math.max(first.logLikelihood, bursts.logLikelihood);
    first.posterior = 0;
    first.logLikelihood = Number.NEGATIVE_INFINITY;
  }
  return all.toSorted((a, b) => b.posterior - a.posterior);
}

function posteriorOf(hypotheses: readonly Hypothesis[], wanted: Mechanism): number {
  return hypotheses.find(({ mechanism }) => mechanism === wanted)?.posterior ?? 0;
}

/** Resets of one moment are one observation, whatever their number, but for bursts, which are made of them. */
function verdictOf({ mechanism, posterior }: Hypothesis, log10BayesFactor: number, moments: number, fitting: number): Verdict {
  // what is left over is no explanation
  if (mechanism === 'background' || posterior <= 0.9) return 'undecided';
  if (mechanism === 'bursts') return posterior > 0.999 && log10BayesFactor > 3 && moments > 1 ? 'named' : 'likely';
  if (moments < 2) return 'undecided';
  return posterior > 0.999 && (log10BayesFactor * moments) / fitting > 3 && moments >= leastMoments(mechanism) ? 'named' : 'likely';
}

/** Restarts at a fixed hour give connections one age, and load comes with much else: coincidences that need more to be ruled out. */
function leastMoments(mechanism: Mechanism): number {
  return mechanism === 'age-limit' || mechanism === 'load' ? 4 : 2;
}

function parametersOf(mechanism: Mechanism, { best }: Evidence, age: AllEvidence['age']): Pick<Inference, 'requestLimit' | 'ageLimit' | 'loadFrom'> {
  if (mechanism === 'request-limit' && best !== undefined) return { requestLimit: best };
  if (mechanism === 'load' && best !== undefined) return { loadFrom: best };
  return mechanism === 'age-limit' && age !== undefined ? { ageLimit: age } : {};
}

/** More of the same cannot help where something else keeps the verdict back. */
function adviceOf(withheld: Inference['withheld'], verdict: Verdict, idleLimit: IdleLimit | undefined, moments: number): Pick<Inference, 'moreResets'> {
  if (withheld !== undefined || verdict === 'named' || verdict === 'nothing' || idleLimit === undefined) return {};
  return { moreResets: Math.max(1, resetsNeeded(idleLimit.chance) - moments) };
}
