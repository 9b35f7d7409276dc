import { stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { type ContainerView, hasSucceeded, time } from './container-view.ts';
import type { Phase, PodFacts } from './pod-status.ts';

interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

/** The conditions a kubelet keeps, with the times of their last changes, followed by those that others wrote. */
export function conditions(facts: PodFacts, phase: Phase, known: readonly JsonObject[]): readonly JsonObject[] {
  const own = [
    ...(facts.failure?.isDisruption === true ? [disruption(facts.failure.message)] : []),
    {
      type: 'PodReadyToStartContainers',
      status: facts.podIp === undefined || facts.isOver || facts.failure !== undefined ? 'False' : 'True',
    } satisfies Condition,
    initialized(facts, phase),
    ready(facts, phase, known),
    containersReady(facts, phase),
    { type: 'PodScheduled', status: 'True' } satisfies Condition,
  ];
  const types = new Set(own.map(({ type }) => type));
  return [...own.map((condition) => dated(condition, known, facts.now)), ...known.filter((other) => !types.has(stringAt(other, 'type') ?? ''))];
}

function dated({ type, status, ...rest }: Condition, known: readonly JsonObject[], now: number): JsonObject {
  const before = known.find((other) => other['type'] === type);
  const since = before?.['status'] === status ? stringAt(before, 'lastTransitionTime') : undefined;
  return { type, status, lastProbeTime: null, lastTransitionTime: since ?? time(now), ...rest };
}

function disruption(message: string): Condition {
  return { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message };
}

function initialized({ containers }: PodFacts, phase: Phase): Condition {
  const type = 'Initialized';
  if (phase === 'Succeeded') return { type, status: 'True', reason: 'PodCompleted' };
  const incomplete = containers.filter((view) => (view.role === 'init' && !hasSucceeded(view)) || (view.role === 'sidecar' && !view.started && !view.isOver));
  // Sidecars that start again later do not undo it.
  if (incomplete.length === 0 || containers.some(({ role, state, last }) => role === 'app' && (state.is !== 'waiting' || last !== undefined)))
    return { type, status: 'True' };
  return { type, status: 'False', reason: 'ContainersNotInitialized', message: `containers with incomplete status: [${names(incomplete)}]` };
}

function containersReady({ containers }: PodFacts, phase: Phase): Condition {
  const type = 'ContainersReady';
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };
  const unready = containers.filter(({ role, ready: isReady }) => role !== 'init' && !isReady);
  if (unready.length === 0) return { type, status: 'True' };
  return { type, status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${names(unready)}]` };
}

function ready(facts: PodFacts, phase: Phase, known: readonly JsonObject[]): Condition {
  const containers = { ...containersReady(facts, phase), type: 'Ready' };
  if (containers.status === 'False') return containers;
  const missing = (facts.pod.spec.readinessGates ?? []).find(
    ({ conditionType }) => !known.some((other) => other['type'] === conditionType && other['status'] === 'True'),
  );
  if (missing === undefined) return containers;
  const message = `corresponding condition of pod readiness gate "${missing.conditionType}" does not exist.`;
  return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message };
}

function names(views: readonly ContainerView[]): string {
  return views.map(({ spec }) => spec.name).join(' ');
}
