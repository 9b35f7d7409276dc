import { objectOf } from '../identity-object.ts';
import type { Place } from '../../model/evidence.ts';
import type { Identity } from '../../model/source.ts';
import type { EpochMs } from '../../model/time.ts';
import { readLogLine } from './log-line.ts';
import { readSignals } from './log-signals.ts';
import type { ContainerLog, Signal } from './types.ts';

/** Takes the lines of one container's log as they stream by and keeps what says something. */
export interface ContainerDigest {
  /** One line, its 1-based number in the file, and its time where the carrier gives one (`kubectl logs --timestamps`): that beats the line's own. */
  readonly line: (text: string, number: number, time?: EpochMs) => void;
  /** The same for a line that says nothing new: it counts, and its time does. */
  readonly told: (text: string, number: number, time?: EpochMs) => void;
  readonly finish: () => ContainerLog;
}

const keptAtEachEnd = 200;
const longestText = 1_000;
const tailLength = 5;

/** `near` is a moment close to the log, for line formats without a year; later lines correct it. */
export function createContainerDigest(identity: Identity, file: string, near?: EpochMs): ContainerDigest {
  const object = objectOf(identity);
  const place = (line: number): Place => ({ artifact: 'container-logs', file, ...(object === undefined ? {} : { object }), line });
  const ends = new Map<string, Ends>();
  const tail: { at: Place; text: string; time?: EpochMs }[] = [];
  let lines = 0;
  let firstLine: number | undefined;
  let first: EpochMs | undefined;
  let last: EpochMs | undefined;

  const take = (text: string, number: number, time: EpochMs | undefined, isTold: boolean): void => {
    lines += 1;
    firstLine ??= number;
    if (text.trim() === '') return;
    const line = readLogLine(text, time ?? last ?? near);
    const at = time ?? line.time;
    const after = at === undefined ? last : undefined;
    if (at !== undefined) {
      if (first === undefined || at < first) first = at;
      if (last === undefined || at > last) last = at;
    }
    const timed = at === undefined ? {} : { time: at };
    for (const { id, data } of isTold ? [] : readSignals(line)) {
      const known = ends.get(id);
      const end = known ?? { count: 0, head: [], ring: [] };
      if (known === undefined) ends.set(id, end);
      const more = after === undefined ? data : { ...data, after: new Date(after).toISOString() };
      keep(end, { id, ...timed, text: own(text.slice(0, longestText)), at: place(number), data: ownAll(more) });
    }
    tail.push({ at: place(number), text: text.slice(0, longestText), ...timed });
    if (tail.length > tailLength) tail.shift();
  };

  return {
    line: (text, number, time) => take(text, number, time, false),
    told: (text, number, time) => take(text, number, time, true),
    finish: () => ({
      identity,
      at: place(firstLine ?? 1),
      lines,
      ...(first === undefined ? {} : { first }),
      ...(last === undefined ? {} : { last }),
      signals: [...ends.values()].flatMap(inOrder).toSorted((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0)),
      counts: Object.fromEntries([...ends].map(([id, end]) => [id, end.count])),
      tail: tail.map((line) => ({ ...line, text: own(line.text) })),
    }),
  };
}

/** The first and, in a ring, the last signals of one kind. */
interface Ends {
  count: number;
  readonly head: Signal[];
  readonly ring: Signal[];
}

function keep(end: Ends, signal: Signal): void {
  if (end.head.length < keptAtEachEnd) end.head.push(signal);
  else end.ring[(end.count - keptAtEachEnd) % keptAtEachEnd] = signal;
  end.count += 1;
}

function inOrder({ count, head, ring }: Ends): readonly Signal[] {
  const start = count - keptAtEachEnd > ring.length ? (count - keptAtEachEnd) % keptAtEachEnd : 0;
  return [...head, ...ring.slice(start), ...ring.slice(0, start)];
}

/** A copy of its own: a slice would keep the whole line, and the file's chunk behind it, in memory. */
function own(text: string): string {
  return text.split('').join('');
}

function ownAll(data: Signal['data']): Signal['data'] {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, own(value)]));
}
