import { fill } from '../model/text.ts';
import { type Block, type Mark, type Pair, type Tone, when } from '../report/blocks.ts';
import { duration } from '../report/quantities.ts';
import { difference, measuredTime, targetText } from './amounts.ts';
import type { Stop } from './brake.ts';
import { connectionTable } from './connection-table.ts';
import { meaningItems } from './meaning-items.ts';
import type { DoneReport } from './probe-report.ts';
import type { IdleResult } from './summary.ts';
import { type Language, type ProbeTexts, probeTexts } from './texts.ts';
import { tlsAdvice } from './tls-advice.ts';

/** The report of a probe for people. */
export function probeBlocks(report: DoneReport, language: Language): readonly Block[] {
  const say = probeTexts(language);
  const meaning = meaningItems(report, language);
  return [
    headline(report, say),
    { kind: 'pairs', rows: pairs(report, say) },
    ...when(report.stopped !== undefined, { kind: 'paragraph', tone: 'warn', text: report.stopped === undefined ? '' : stopText(report.stopped, report, say) }),
    ...when(meaning.length > 0, { kind: 'heading', text: say.meaning }, { kind: 'items', items: meaning }),
    ...when(report.connections.length > 0, { kind: 'heading', text: say.connections }, connectionTable(report.connections, language)),
  ];
}

function headline({ outcome, idle, plan }: DoneReport, say: ProbeTexts): Block {
  const target = targetText(plan.target);
  const made = (tone: Tone, mark: Mark, label: string, text: string): Block => ({ kind: 'headline', tone, mark, label, text });
  const undone = (template: string): string => fill(idle.kind === 'longer' ? template : say.headNothing, { target, time: idleTime(idle) });
  switch (outcome) {
    case 'measured':
      return made('good', 'good', say.measured, fill(idle.kind === 'closes-each' ? say.headClosesEach : say.headMeasured, { target, time: idleTime(idle) }));
    case 'longer':
      return made('warn', 'open', say.undecided, undone(say.headLonger));
    case 'interrupted':
      return made('warn', 'open', say.interrupted, undone(say.headInterrupted));
    case 'failed':
      return made('bad', 'bad', say.failed, fill(say.headFailed, { target }));
  }
}

function idleTime(idle: IdleResult): string {
  switch (idle.kind) {
    case 'measured':
      return measuredTime(idle.minMs);
    case 'longer':
      return duration(Math.round(idle.thanMs / 10) * 10);
    case 'closes-each':
    case 'unknown':
      return '';
  }
}

function pairs(report: DoneReport, say: ProbeTexts): readonly Pair[] {
  const { plan, address, idle, requests, age, known, promised, connections } = report;
  const { address: at, further } = address;
  const software = known?.header ?? connections.find(({ server }) => server !== undefined)?.server;
  return [
    [say.target, `${plan.target.method} ${targetText(plan.target)}`],
    ...(at === plan.target.host ? [] : [[say.address, further > 0 ? fill(say.addressFurther, { address: at, further }) : at] as const]),
    ...idlePairs(idle, say),
    ...(promised === undefined ? [] : [[say.promises, fill(say.promised, { seconds: promised.promisedMs / 1000 })] as const]),
    ...(software === undefined ? [] : [[say.software, software] as const]),
    ...(requests === undefined ? [] : [[say.requests, fill(say[`requests-${requests.end}`], { answered: requests.answered })] as const]),
    ...(age === undefined ? [] : [[say.age, fill(say[`age-${age.end}`], { age: measuredTime(age.ageMs) })] as const]),
    [say.took, fill(say.tookOf, { time: duration(report.tookMs), lag: difference(report.worstLagMs) })],
  ];
}

function idlePairs(idle: IdleResult, say: ProbeTexts): readonly Pair[] {
  if (idle.kind === 'closes-each') return [[say.announced, say[`announced-${idle.announced}`]]];
  if (idle.kind !== 'measured') return [];
  const { minMs, maxMs, spreadMs, errorMs, count, stillOpen, close, bytesFirst, afterFin } = idle;
  const data = { min: measuredTime(minMs), max: measuredTime(maxMs), spread: difference(spreadMs), error: difference(errorMs), count };
  const how = [
    say[`close-${close}`],
    ...(bytesFirst === undefined ? [] : [fill(say.statusFirst, { status: bytesFirst })]),
    ...(afterFin === undefined ? [] : [say[`after-${afterFin}`]]),
  ];
  return [
    [say.limit, fill(count === 1 ? say.limitOfOne : say.limitOf, data)],
    ...(stillOpen === undefined ? [] : [['', fill(say.stillOpen, { count: stillOpen.count, time: duration(stillOpen.forMs) })] as const]),
    [say.close, how.join(say.between)],
    [say.announced, say.announcedNo],
  ];
}

/** Why it ended early, and what to do about it. */
function stopText(stop: Stop, { plan }: DoneReport, say: ProbeTexts): string {
  switch (stop.reason) {
    case 'interrupted':
      return say['stop-interrupted'];
    case 'status':
      return fill(say['stop-status'], { status: stop.status });
    case 'intermediary':
    case 'several-servers':
      return fill(say[`stop-${stop.reason}`], { header: stop.sign.header, value: stop.sign.value });
    case 'failure': {
      const { failure, detail = '' } = stop;
      const advice = failure === 'tls' ? ` ${say[tlsAdvice(detail)]}` : '';
      return `${fill(say[`fail-${failure}`], { detail, limit: duration(plan.answerLimitMs) })}${advice}`;
    }
  }
}
