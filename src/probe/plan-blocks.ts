import { fill } from '../model/text.ts';
import type { Block } from '../report/blocks.ts';
import { duration } from '../report/quantities.ts';
import { bound, targetText } from './amounts.ts';
import type { ProbePlan } from './plan.ts';
import { type Language, probeTexts } from './texts.ts';

/** `--dry-run`: everything that would be done, and nothing else is. */
export function planBlocks(plan: ProbePlan, language: Language): readonly Block[] {
  const say = probeTexts(language);
  const { requests, age, idle } = plan;
  const steps = [
    ...(requests === undefined ? [] : [fill(say.planRequests, { count: requests.most, pause: duration(requests.pauseMs) })]),
    fill(idle.startsMs.length === 1 ? say.planIdleOne : say.planIdle, {
      count: idle.startsMs.length,
      stagger: duration(idle.startsMs[1] ?? 0),
      wait: duration(idle.maxWaitMs),
    }),
    ...(idle.hasLateRequest ? [say.planLate] : []),
    ...(age === undefined ? [] : [fill(say.planAge, { interval: duration(age.intervalMs), age: duration(age.upToMs) })]),
  ];
  const limits = [
    fill(say.planMost, { connections: plan.mostConnectionsAtOnce, requests: plan.mostRequests }),
    fill(plan.allowLoadBalancer ? say.planStopAllowed : say.planStop, { limit: duration(plan.answerLimitMs) }),
  ];
  return [
    {
      kind: 'headline',
      tone: 'plain',
      mark: 'point',
      label: say.planned,
      text: fill(say.plannedText, { target: targetText(plan.target), time: bound(plan.atMostMs) }),
    },
    { kind: 'paragraph', tone: 'strong', text: say.planSteps },
    { kind: 'items', items: [...steps.map((text) => ({ mark: 'step' as const, text })), ...limits.map((text) => ({ mark: 'point' as const, text }))] },
    { kind: 'paragraph', tone: 'strong', text: say.planRequest },
    { kind: 'raw', lines: plan.request.trimEnd().split('\r\n') },
  ];
}
