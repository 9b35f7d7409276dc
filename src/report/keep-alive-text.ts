import { fill } from '../model/text.ts';
import type { Reference } from '../model/evidence.ts';
import type { Milliseconds } from '../model/time.ts';
import { keepAliveTexts } from '../text/keep-alive.ts';
import { keepAliveTextsZhTW } from '../text/keep-alive.zh-TW.ts';
import { type Block, type Pair, when } from './blocks.ts';
import { duration } from './quantities.ts';

/** What is shown of an answer on keep-alive defaults; `explain`'s own result has this shape. */
export interface ShownKeepAlive {
  readonly entries: readonly ShownEntry[];
  readonly related: readonly string[];
  readonly nearest: readonly string[];
}

interface ShownEntry {
  readonly id: string;
  readonly name: string;
  readonly checked: string;
  readonly sides: readonly ShownSide[];
  readonly note?: string;
}

interface ShownSide {
  readonly as: 'server' | 'client' | 'device';
  readonly idle: readonly { readonly value: Milliseconds | 'never' | 'each-response' | 'varies'; readonly versions?: string }[];
  readonly shipped?: { readonly value: Milliseconds; readonly where: string; readonly closesAfter?: Range };
  readonly closesAfter?: Range;
  readonly granularity?: Milliseconds;
  readonly closesLater?: Milliseconds;
  readonly measured?: readonly {
    readonly version: string;
    readonly setting?: string;
    readonly closes?: Range;
    readonly survived?: Milliseconds;
  }[];
  readonly maxRequests?: { readonly value: number; readonly versions?: string; readonly announced?: boolean };
  readonly maxAge?: { readonly value: Milliseconds; readonly jitter?: number; readonly announced?: boolean };
  readonly announcesIdleClose?: boolean;
  readonly close?: 'fin' | 'fin-after-dead-time' | 'goaway' | 'silent' | 'rst-on-next-packet';
  readonly header?: string;
  readonly retries?: string;
  readonly key: string;
  readonly flags?: readonly string[];
  readonly collisions: readonly { readonly kind: 'period' | 'limit'; readonly ms: Milliseconds; readonly what: string }[];
  readonly safe: readonly { readonly limit: Milliseconds; readonly other?: Milliseconds }[];
  readonly confidence: 'measured' | 'source' | 'document' | 'secondary';
  readonly sources: readonly Reference[];
}

interface Range {
  readonly min: Milliseconds;
  readonly max: Milliseconds;
}

type TextId = keyof typeof keepAliveTexts;
type Word = (id: TextId, data?: { readonly [hole: string]: string | number }) => string;

export interface KeepAliveView {
  readonly lang: 'en' | 'zh-TW';
  /** For a page: every column, and the sources of every entry. */
  readonly wide: boolean;
}

/** One entry in full, several as a table, or the names that were perhaps meant. */
export function keepAliveBlocks({ entries, related, nearest }: ShownKeepAlive, { lang, wide }: KeepAliveView): readonly Block[] {
  const texts: { readonly [K in TextId]: string } = lang === 'en' ? keepAliveTexts : keepAliveTextsZhTW;
  const word: Word = (id, data = {}) => fill(texts[id], data);
  const [first, ...others] = entries;
  const further = when(related.length > 0, { kind: 'paragraph', tone: 'dim', text: word('related', { names: related.join(', ') }) });
  if (first === undefined)
    return [
      { kind: 'paragraph', text: word('unknown') },
      ...when(nearest.length > 0, { kind: 'paragraph', text: word('nearest', { names: nearest.join(', ') }) }),
    ];
  if (others.length === 0) return [...first.sides.flatMap((side) => sideBlocks(side, word)), ...entryBlocks(first, word), ...further];
  return [
    table(entries, wide, word),
    ...further,
    ...(wide ? entries.flatMap((entry) => sourceBlocks(entry, word)) : [{ kind: 'paragraph' as const, tone: 'dim' as const, text: word('details') }]),
  ];
}

/** What is asked for, as the headline's text. */
export function keepAliveTitle({ entries }: ShownKeepAlive, isAll: boolean, lang: 'en' | 'zh-TW'): string | undefined {
  const texts: { readonly [K in TextId]: string } = lang === 'en' ? keepAliveTexts : keepAliveTextsZhTW;
  const [first, ...others] = entries;
  if (others.length > 0) return isAll ? texts.all : fill(texts.several, { count: entries.length });
  return first?.name;
}

function table(entries: readonly ShownEntry[], wide: boolean, word: Word): Block {
  const rows = entries.flatMap(({ id, name, sides }) => sides.map((side) => ({ id, name, side })));
  const cells = ({ id, name, side }: { readonly id: string; readonly name: string; readonly side: ShownSide }): readonly string[] => {
    const [known, idle] = [word(`confidence-${side.confidence}`), idleText(side, word).join('; ')];
    const closes = side.closesAfter === undefined ? '' : rangeText(side.closesAfter);
    return wide
      ? [
          id,
          name,
          word(`is-${side.as}`),
          idle,
          closes,
          [requestsText(side, word), ageText(side, word)].filter((text) => text !== '').join('; '),
          side.key,
          known,
        ]
      : [id, word(`is-${side.as}`), known, closes === '' ? idle : `${idle}: ${closes}`];
  };
  return {
    kind: 'table',
    head: wide
      ? [word('name'), word('software'), '', word('idle'), word('closes'), word('more'), word('key'), word('known')]
      : [word('name'), '', word('known'), word('idle')],
    rows: rows.map((row) => ({ cells: cells(row) })),
  };
}

function sideBlocks(side: ShownSide, word: Word): readonly Block[] {
  const rows: readonly (readonly [TextId, readonly string[]])[] = [
    ['idle', idleText(side, word)],
    ['closes', closesText(side, word)],
    ['measured', (side.measured ?? []).map((measurement) => measurementText(measurement, word))],
    ['maxRequests', [requestsText(side, word)]],
    ['maxAge', [ageText(side, word)]],
    ['close', [closeText(side, word)]],
    ['header', [side.header ?? '']],
    ['retries', [side.retries ?? '']],
    ['key', [side.key]],
    ['flags', [(side.flags ?? []).join(', ')]],
    ['collisions', collisionsText(side, word)],
    [adviceOf(side), adviceText(side, word)],
    ['confidence', [word(`confidence-${side.confidence}`)]],
    ['sources', side.sources.map((source) => sourceText(source, word, isWebPage(source)))],
  ];
  return [
    { kind: 'paragraph', tone: 'strong', text: word(`as-${side.as}`) },
    { kind: 'pairs', rows: rows.flatMap(([label, values]) => pairs(word(label), values)) },
  ];
}

function entryBlocks({ note, checked }: ShownEntry, word: Word): readonly Block[] {
  return [{ kind: 'pairs', rows: [...pairs(word('note'), [note ?? '']), [word('checked'), checked]] }];
}

function sourceBlocks({ id, name, note, checked, sides }: ShownEntry, word: Word): readonly Block[] {
  const sources = [...new Map(sides.flatMap((side) => side.sources.map((source) => [source.title, source] as const))).values()];
  return [
    { kind: 'heading', text: id },
    { kind: 'paragraph', text: note === undefined ? name : `${name}. ${note}` },
    { kind: 'items', items: sources.map((source) => ({ mark: 'point', text: sourceText(source, word, true) })) },
    { kind: 'paragraph', text: `${word('checked')}: ${checked}` },
  ];
}

/** A label once, and a line for each value that is not empty. */
function pairs(label: string, values: readonly string[]): readonly Pair[] {
  return values.filter((value) => value !== '').map((value, index): Pair => [index === 0 ? label : '', value]);
}

function idleText({ idle, shipped, key }: ShownSide, word: Word): readonly string[] {
  const values = idle.map(({ value, versions }) => {
    const text = typeof value === 'number' ? duration(value) : word(value, { key });
    return versions === undefined ? text : word('versions', { value: text, versions });
  });
  return shipped === undefined ? values : [...values, word('shipped', { value: duration(shipped.value), where: shipped.where })];
}

function closesText({ closesAfter, granularity, closesLater }: ShownSide, word: Word): readonly string[] {
  return [
    closesAfter === undefined ? '' : word('between', { min: exact(closesAfter.min), max: exact(closesAfter.max) }),
    granularity === undefined ? '' : word('granularity', { value: duration(granularity) }),
    closesLater === undefined ? '' : word('later', { value: duration(closesLater) }),
  ];
}

function measurementText({ version, setting, closes, survived = 0 }: NonNullable<ShownSide['measured']>[number], word: Word): string {
  const seen = closes === undefined ? word('survived', { value: exact(survived) }) : rangeText(closes);
  return setting === undefined ? word('measurement', { closes: seen, version }) : word('measurementWith', { closes: seen, setting, version });
}

function requestsText({ maxRequests }: ShownSide, word: Word): string {
  if (maxRequests === undefined) return '';
  const { value, versions, announced } = maxRequests;
  return told(versions === undefined ? String(value) : word('versions', { value, versions }), announced, word);
}

function ageText({ maxAge }: ShownSide, word: Word): string {
  if (maxAge === undefined) return '';
  const { value, jitter, announced } = maxAge;
  const text = jitter === undefined ? duration(value) : word('jitter', { value: duration(value), jitter: duration(value * jitter) });
  return told(text, announced, word);
}

function told(value: string, announced: boolean | undefined, word: Word): string {
  return announced === undefined ? value : word(announced ? 'announcedWith' : 'unannouncedWith', { value });
}

function closeText({ close, announcesIdleClose }: ShownSide, word: Word): string {
  if (close === undefined) return '';
  const text = word(`close-${close}`);
  return announcesIdleClose === false ? word('unannounced', { close: text }) : text;
}

/** A period says its length itself; a limit of the other side needs it. */
function collisionsText({ collisions }: ShownSide, word: Word): readonly string[] {
  const { period = [], limit = [] } = Object.groupBy(collisions, ({ kind }) => kind);
  return [
    ...period.map(({ what }) => what),
    ...[...Map.groupBy(limit, ({ ms }) => ms)].map(([ms, same]) => word('collision', { what: same.map(({ what }) => what).join(', '), value: duration(ms) })),
  ];
}

function adviceOf({ as }: ShownSide): TextId {
  return as === 'server' ? 'advice' : as === 'client' ? 'adviceClient' : 'adviceDevice';
}

function adviceText(side: ShownSide, word: Word): readonly string[] {
  const lines = side.safe.map(({ limit, other }) => safeText(side, limit, other, word));
  return side.as === 'server' && lines.length > 0 ? [...lines, word('orRaise')] : lines;
}

function safeText({ as }: ShownSide, limit: Milliseconds, other: Milliseconds | undefined, word: Word): string {
  if (other === undefined) return word('noMargin', { limit: duration(limit) });
  const id = as === 'server' ? 'safeClient' : as === 'client' ? 'safeServer' : 'safeDevice';
  return word(id, { limit: duration(limit), other: duration(other) });
}

function sourceText({ title, url, version }: Reference, word: Word, withUrl: boolean): string {
  const text = version === undefined ? title : word('source', { title, version });
  return url === undefined || !withUrl ? text : `${text} ${url}`;
}

/** The title of a file in a repository says where it is. */
function isWebPage({ url = '' }: Reference): boolean {
  return !url.startsWith('https://github.com/');
}

function rangeText({ min, max }: Range): string {
  return min === max ? exact(min) : `${exact(min)} – ${exact(max)}`;
}

/** To the millisecond, in one unit for both ends of a range: `59.986 s`. */
function exact(ms: Milliseconds): string {
  return `${ms / 1_000} s`;
}
