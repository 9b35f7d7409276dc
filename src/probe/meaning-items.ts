import { fill } from '../model/text.ts';
import type { Item } from '../report/blocks.ts';
import { duration } from '../report/quantities.ts';
import { difference, measuredTime } from './amounts.ts';
import { defaultClientIdle } from './advice.ts';
import type { DoneReport } from './probe-report.ts';
import { isLastWord } from './summary.ts';
import { type Language, type ProbeTexts, probeTexts } from './texts.ts';

/** What the numbers mean for those who talk to the server, most useful first. */
export function meaningItems(report: DoneReport, language: Language): readonly Item[] {
  const say = probeTexts(language);
  const point = (text: string): Item => ({ mark: 'point', text });
  return [...limitItems(report, say), ...comparisons(report, say).map(point), ...cautions(report, say).map(point)];
}

function limitItems({ idle, advice }: DoneReport, say: ProbeTexts): readonly Item[] {
  if (idle.kind === 'closes-each') return [{ mark: 'point', text: idle.announced === 'no' ? say.unannouncedEach : say.announcedSafe }];
  if (idle.kind === 'longer' && advice === undefined) {
    const envoy = defaultClientIdle();
    return envoy === undefined ? [] : [{ mark: 'open', text: fill(say.notCompared, { envoy: duration(envoy), wait: `${Math.ceil(envoy / 60_000) + 1}m` }) }];
  }
  if (advice === undefined) return [];
  const envoy = duration(advice.envoyIdleMs);
  if (!advice.closesBeforeEnvoy) return [{ mark: 'good', text: fill(say.closesAfter, { envoy }) }];
  return [
    { mark: 'bad', text: fill(say.closesBefore, { envoy }) },
    { mark: 'step', text: advice.safeClientMs === undefined ? say.tooShort : fill(say.safe, { safe: duration(advice.safeClientMs) }) },
  ];
}

/** Against what the server promises, and against what its software does by default. */
function comparisons({ promised, known, idle }: DoneReport, say: ProbeTexts): readonly string[] {
  const lines: string[] = [];
  if (promised !== undefined && idle.kind === 'measured') {
    const late = promised.minMs - promised.promisedMs;
    const data = { promised: duration(promised.promisedMs), late: difference(late), early: difference(-late) };
    lines.push(fill(late > 100 ? say.promiseLonger : late < -100 ? say.promiseShorter : say.promiseKept, data));
  }
  if (known !== undefined && idle.kind !== 'unknown') {
    const { observedMs } = known;
    const usual =
      observedMs === undefined
        ? say.never
        : observedMs.min === observedMs.max
          ? duration(observedMs.min)
          : `${measuredTime(observedMs.min)} - ${measuredTime(observedMs.max)}`;
    lines.push(fill(known.isDefault ? say.isDefault : say.notDefault, { name: known.name, key: known.key, default: usual }));
  }
  return lines;
}

const lateTexts = { answered: 'lateAnswered', announced: 'lateAnnounced', unanswered: 'deadMeasured' } as const;

function cautions({ idle, age, known, signs, plan, address, connections }: DoneReport, say: ProbeTexts): readonly string[] {
  const [sign] = signs;
  const [surplus] = connections.filter((row) => row.bytesFirst !== undefined && !isLastWord(row));
  const [late] = connections.flatMap((row) => row.lateRequest ?? []);
  const isEnvoy = known?.id === 'envoy-downstream';
  return [
    ...(idle.kind === 'measured' && idle.isCoarse ? [fill(say.coarse, { spread: difference(idle.spreadMs) })] : []),
    ...(idle.kind === 'measured' && (idle.bytesFirst ?? 0) > 0 ? [fill(say.silentBytes, { status: idle.bytesFirst ?? 0 })] : []),
    ...(surplus?.bytesMs === undefined ? [] : [fill(say.surplus, { after: difference(surplus.bytesMs) })]),
    ...(isEnvoy && idle.kind === 'measured' && late === undefined ? [say.deadWindow] : []),
    ...(late === undefined ? [] : [fill(say[lateTexts[late.result]], { after: measuredTime(late.afterMs), time: difference(late.tookMs) })]),
    ...((age?.unansweredMs ?? 0) > deadFrom && age?.end === 'unannounced' ? [fill(say.deadSeen, { time: difference(age.unansweredMs ?? 0) })] : []),
    ...(sign !== undefined && plan.allowLoadBalancer ? [fill(say.throughProxy, { header: sign.header, value: sign.value })] : []),
    ...(sign === undefined && idle.kind !== 'unknown' && !isLoopback(address.address) ? [say.unseen] : []),
  ];
}

/** A request that only crossed a close is not answered for about a round trip; one that fell into a dead window, for longer. */
const deadFrom = 250;

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
