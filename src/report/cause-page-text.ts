import type { Bearing } from '../model/cause.ts';
import type { Reference } from '../model/evidence.ts';
import { fill } from '../model/text.ts';
import { causePageTexts } from '../text/cause-page.ts';
import { causePageTextsZhTW } from '../text/cause-page.zh-TW.ts';
import { type Block, type Item, type Pair, when } from './blocks.ts';

/** What is shown of a cause; `explain`'s own page has this shape. */
export interface ShownCause {
  readonly id: string;
  readonly title: string;
  readonly explanation: string;
  readonly closedBy?: 'client' | 'server' | 'network' | 'proxy';
  readonly onTheWire?: string;
  readonly traces: {
    readonly flags: readonly { readonly flag: string; readonly name: string; readonly since?: string }[];
    readonly details: readonly string[];
    readonly resetReasons: readonly string[];
    readonly transportFailures: readonly string[];
    readonly bodies: readonly { readonly program: string; readonly says: string }[];
  };
  readonly witnesses: readonly { readonly as: Bearing; readonly message: string; readonly says: string }[];
  readonly confusedWith: readonly { readonly cause: string; readonly tellApart: string }[];
  readonly seeWith: readonly { readonly command: string; readonly shows: string }[];
  readonly provenBy?: string;
  readonly beyondOneBundle?: true;
  readonly remedies: readonly ShownRemedy[];
  readonly references: readonly Reference[];
}

interface ShownRemedy {
  readonly purpose: 'repair' | 'mitigate' | 'prevent';
  readonly risk: 'none' | 'config-reload' | 'pod-restart' | 'traffic-change';
  readonly text: string;
  readonly istio?: string;
  readonly verifyWith: readonly string[];
  readonly undoWith: readonly string[];
}

type TextId = keyof typeof causePageTexts;
export type CauseWord = (id: TextId, data?: { readonly [hole: string]: string | number }) => string;

/** Where other pages are, for output that can link; absent: names stay names. */
export type CauseLink = (causeId: string) => string | undefined;

/** The words of a cause's page in a language. */
export function causeWords(lang: 'en' | 'zh-TW'): CauseWord {
  const texts: { readonly [K in TextId]: string } = lang === 'en' ? causePageTexts : causePageTextsZhTW;
  return (id, data = {}) => fill(texts[id], data);
}

/** A cause's page below its headline. */
export function causeBlocks(cause: ShownCause, word: CauseWord, link: CauseLink = () => undefined): readonly Block[] {
  const { explanation, closedBy, onTheWire, confusedWith, provenBy, seeWith, remedies, references } = cause;
  return [
    { kind: 'heading', text: word('whatHappens') },
    { kind: 'paragraph', text: explanation },
    ...(closedBy === undefined ? [] : [{ kind: 'paragraph' as const, text: word('closedBy', { side: word(`side-${closedBy}`) }) }]),
    ...section(
      word('onTheWire'),
      (onTheWire === undefined ? [] : [onTheWire]).map((text) => ({ kind: 'paragraph', text })),
    ),
    { kind: 'heading', text: word('traces') },
    ...traceBlocks(cause, word),
    ...section(word('witnesses'), witnessBlocks(cause, word)),
    ...section(word('confusedWith'), [{ kind: 'items', items: confusedWith.map((other) => lookAlike(other.cause, other.tellApart, link)) }], confusedWith),
    ...section(word('provenBy'), [
      ...when(cause.beyondOneBundle === true, { kind: 'paragraph', text: word('beyondOneBundle') }),
      ...(provenBy === undefined ? [] : [{ kind: 'paragraph' as const, text: provenBy }]),
    ]),
    ...section(
      word('seeWith'),
      seeWith.map(({ command, shows }) => ({ kind: 'commands', label: word('shows', { shows }), commands: [command] })),
    ),
    ...section(word('remedies'), [{ kind: 'items', items: remedies.map((remedy) => remedyItem(remedy, word)) }], remedies),
    ...section(word('references'), [{ kind: 'items', items: references.map((reference) => referenceItem(reference, word)) }], references),
  ];
}

/** A heading with what stands under it, or nothing when nothing does. */
function section(text: string, blocks: readonly Block[], list: readonly unknown[] = blocks): readonly Block[] {
  return list.length === 0 ? [] : [{ kind: 'heading', text }, ...blocks];
}

function traceBlocks({ traces }: ShownCause, word: CauseWord): readonly Block[] {
  const flags = traces.flags.map(({ flag, name, since }) => `${flag} ${since === undefined ? name : word('since', { name, since })}`);
  const rows: readonly Pair[] = [...pair(word('flags'), flags), ...pair(word('details'), traces.details), ...pair(word('resetReasons'), traces.resetReasons)];
  const sentences = (label: string, texts: readonly string[]): readonly Block[] => [
    ...when(texts.length > 0, { kind: 'paragraph', text: label }),
    { kind: 'items', items: texts.map((text) => ({ mark: 'point', text })) },
  ];
  if (rows.length === 0 && traces.transportFailures.length === 0 && traces.bodies.length === 0) return [{ kind: 'paragraph', text: word('noTraces') }];
  return [
    ...when(rows.length > 0, { kind: 'pairs', rows }),
    ...sentences(word('transportFailures'), traces.transportFailures),
    ...sentences(
      word('bodies'),
      traces.bodies.map(({ program, says }) => `${program}: ${says}`),
    ),
    { kind: 'paragraph', tone: 'dim', text: word('tracesNote') },
  ];
}

function pair(label: string, values: readonly string[]): readonly Pair[] {
  return values.length === 0 ? [] : [[label, values.join(', ')]];
}

/** More messages of one analyzer than this are one matter told of many texts: then their names are enough. */
const mostOfAnAnalyzer = 4;

function witnessBlocks({ witnesses }: ShownCause, word: CauseWord): readonly Block[] {
  return [...Map.groupBy(witnesses, ({ as }) => as)].flatMap(([as, same]): readonly Block[] => {
    const mark = as === 'opposes' || as === 'excludes' ? 'against' : 'for';
    const texts = [...Map.groupBy(same, ({ message }) => message.split('/')[0] ?? '')].flatMap(([analyzer, own]) =>
      own.length > mostOfAnAnalyzer
        ? [`${analyzer}: ${own.map(({ message }) => message.slice(analyzer.length + 1)).join(', ')}`]
        : own.map(({ message, says }) => `${message}: ${says}`),
    );
    return [
      { kind: 'paragraph', tone: 'strong', text: word(as) },
      { kind: 'items', items: texts.map((text) => ({ mark, text })) },
    ];
  });
}

function lookAlike(cause: string, tellApart: string, link: CauseLink): Item {
  const target = link(cause);
  return { mark: 'point', tone: 'strong', text: cause, ...(target === undefined ? {} : { link: target }), below: [{ kind: 'paragraph', text: tellApart }] };
}

function remedyItem({ purpose, risk, text, istio, verifyWith, undoWith }: ShownRemedy, word: CauseWord): Item {
  const [title = '', ...more] = text.split('\n');
  const kind = { purpose: word(purpose), risk: word(`risk-${risk}`) };
  return {
    mark: 'step',
    tone: 'strong',
    text: title,
    below: [
      ...more.map((line) => ({ kind: 'paragraph' as const, text: line })),
      { kind: 'paragraph', tone: 'dim', text: istio === undefined ? word('remedyLine', kind) : word('remedyLineFor', { ...kind, istio }) },
      { kind: 'commands', label: word('verify'), commands: verifyWith },
      ...when(undoWith.length > 0, { kind: 'commands', label: word('undo'), commands: undoWith }),
    ],
  };
}

function referenceItem({ title, url, version }: Reference, word: CauseWord): Item {
  const text = version === undefined ? title : word('checkedWith', { title, version });
  return url === undefined ? { mark: 'point', text } : { mark: 'point', text, link: url };
}
