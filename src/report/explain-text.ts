import { fill } from '../model/text.ts';
import { explainTexts } from '../text/explain.ts';
import { explainTextsZhTW } from '../text/explain.zh-TW.ts';
import { type Block, noPaint, type Paint, when } from './blocks.ts';
import { causeBlocks, type CauseLink, causeWords, type ShownCause } from './cause-page-text.ts';
import { keepAliveBlocks, keepAliveTitle, type ShownKeepAlive } from './keep-alive-text.ts';
import { printMarkdown } from './print-markdown.ts';
import { printText } from './print-text.ts';

/** What is shown of an explanation; `explain`'s own result has this shape. */
export interface ShownExplanation {
  readonly text: string;
  readonly recognized: boolean;
  readonly kind:
    | 'access-log'
    | 'error-body'
    | 'flag'
    | 'details'
    | 'transport-failure'
    | 'client-log'
    | 'status'
    | 'other-proxy'
    | 'container-end'
    | 'istio-field'
    | 'keep-alive'
    | 'cause'
    | 'unknown';
  readonly parts: readonly ShownPart[];
  readonly writtenBy: { readonly says: string; readonly sure: 'certain' | 'likely' | 'unknown'; readonly hop?: string };
  readonly causes: readonly { readonly id: string; readonly why: string }[];
  readonly excluded: readonly { readonly id: string; readonly why: string }[];
  readonly next: readonly { readonly observation: string; readonly command: string; readonly separates: readonly string[] }[];
  readonly keepAlive?: ShownKeepAlive;
  readonly cause?: ShownCause;
  readonly versions?: {
    readonly envoy?: string;
    readonly istio?: string;
    readonly assumed?: true;
    readonly notes: readonly { readonly about: string; readonly versions: string; readonly says: string }[];
  };
}

interface ShownPart {
  readonly part: string;
  readonly says: string;
  readonly doesNotSay?: string;
  readonly since?: string;
  readonly before?: string;
}

export interface ExplainTextOptions {
  readonly lang: 'en' | 'zh-TW';
  readonly paint?: Paint;
  /** Columns; 80 when absent. */
  readonly width?: number;
  readonly ascii?: boolean;
}

type TextId = keyof typeof explainTexts;
type Word = (id: TextId, data?: { readonly [hole: string]: string | number }) => string;

/** No name stands for more than this; a longer list is everything that is known. */
const mostOfOneName = 20;

/** Causes shown with their sentence; the rest follow by name. */
const shownCauses = 8;

/** Explanations for a terminal; ends with one newline, every foreign character made visible. */
export function renderExplanations(explanations: readonly ShownExplanation[], options: ExplainTextOptions): string {
  const terminal = { width: options.width ?? 80, paint: options.paint ?? noPaint, ascii: options.ascii ?? false };
  return explanations.map((explanation) => printText(blocksOf(explanation, options.lang, false), terminal)).join('\n');
}

/** The same as Markdown. */
export function renderExplanationsMarkdown(explanations: readonly ShownExplanation[], lang: 'en' | 'zh-TW'): string {
  return explanations.map((explanation) => printMarkdown(blocksOf(explanation, lang, true))).join('\n');
}

/** The page of a cause as Markdown; `link` says where the pages of others are. */
export function renderCauseMarkdown(cause: ShownCause, lang: 'en' | 'zh-TW', link: CauseLink): string {
  return printMarkdown([causeHeadline(cause, wordsOf(lang)('kind-cause')), ...causeBlocks(cause, causeWords(lang), link)]);
}

function causeHeadline({ id, title }: ShownCause, label: string): Block {
  return { kind: 'headline', tone: 'plain', mark: 'point', label: `${label} ${id}`, text: title };
}

function wordsOf(lang: 'en' | 'zh-TW'): Word {
  const texts: { readonly [K in TextId]: string } = lang === 'en' ? explainTexts : explainTextsZhTW;
  return (id, data = {}) => fill(texts[id], data);
}

function blocksOf(explanation: ShownExplanation, lang: 'en' | 'zh-TW', wide: boolean): readonly Block[] {
  const { keepAlive, kind, text, recognized, cause } = explanation;
  const word = wordsOf(lang);
  if (cause !== undefined) return [causeHeadline(cause, word(`kind-${kind}`)), ...causeBlocks(cause, causeWords(lang))];
  if (keepAlive === undefined) return explanationBlocks(explanation, word);
  const asked = text.trim();
  const title = keepAliveTitle(keepAlive, keepAlive.entries.length > mostOfOneName, lang) ?? asked;
  return [
    { kind: 'headline', tone: recognized ? 'plain' : 'warn', mark: recognized ? 'point' : 'open', label: word(`kind-${kind}`), text: title },
    ...keepAliveBlocks(keepAlive, { lang, wide }),
  ];
}

function explanationBlocks(explanation: ShownExplanation, word: Word): readonly Block[] {
  const { kind, text, parts, recognized } = explanation;
  const headline: Block = {
    kind: 'headline',
    tone: recognized ? 'plain' : 'warn',
    mark: recognized ? 'point' : 'open',
    label: word(`kind-${kind}`),
    text: text.trim(),
  };
  if (!recognized) return [headline, { kind: 'paragraph', text: word('unknown') }];
  return [
    headline,
    { kind: 'paragraph', tone: 'strong', text: word('parts') },
    { kind: 'items', items: parts.map((part) => ({ mark: 'point', text: partText(part, word), below: below(part) })) },
    ...(kind === 'istio-field' ? [] : [...versionBlocks(explanation, word), ...behindBlocks(explanation, word)]),
  ];
}

/** Who wrote it, what can be behind it, and what tells the rest apart. */
function behindBlocks({ parts, writtenBy, causes, excluded, next }: ShownExplanation, word: Word): readonly Block[] {
  const [shown, rest] = [causes.slice(0, shownCauses), causes.slice(shownCauses)];
  return [
    { kind: 'paragraph', tone: 'strong', text: word('writtenBy') },
    {
      kind: 'paragraph',
      text: [writtenBy.says, writtenBy.sure === 'likely' ? word('unsure') : '', writtenBy.hop === undefined ? '' : `[${word('hop', { hop: writtenBy.hop })}]`]
        .filter((each) => each !== '')
        .join(' '),
    },
    ...when(causes.length === 0, {
      kind: 'paragraph',
      tone: 'strong',
      text: word(parts.some(({ part }) => /^(?:= )?FI$/.test(part)) ? 'onPurpose' : 'nothingFailed'),
    }),
    ...when(causes.length > 0, {
      kind: 'paragraph',
      tone: 'strong',
      text: causes.length === 1 ? word('onlyOne') : word('remaining', { count: causes.length }),
    }),
    {
      kind: 'items',
      items: shown.map((cause) => ({ mark: 'point', text: `${cause.id}`, tone: 'strong', below: [{ kind: 'paragraph', text: cause.why }] })),
    },
    ...when(rest.length > 0, { kind: 'paragraph', tone: 'dim', text: `${word('alsoPossible')} ${rest.map(({ id }) => id).join(', ')}` }),
    ...when(excluded.length > 0, { kind: 'paragraph', tone: 'strong', text: word('excluded') }),
    { kind: 'items', items: [...Map.groupBy(excluded, ({ why }) => why)].map(([, same]) => ({ mark: 'against', text: same.map(({ id }) => id).join(', ') })) },
    ...when(next.length > 0, { kind: 'paragraph', tone: 'strong', text: word('next') }),
    {
      kind: 'items',
      items: next.map((step) => ({
        mark: 'step',
        text: step.observation,
        below: [
          { kind: 'paragraph', tone: 'dim', text: word('separates', { causes: step.separates.join(', ') }) },
          { kind: 'raw', lines: [`$ ${step.command}`] },
        ],
      })),
    },
  ];
}

function versionBlocks({ versions }: ShownExplanation, word: Word): readonly Block[] {
  if (versions === undefined) return [];
  const { envoy, istio, assumed, notes } = versions;
  const inside = envoy === undefined ? undefined : istio === undefined ? `Envoy ${envoy}` : `Istio ${istio} (Envoy ${envoy})`;
  const name = inside ?? (istio === undefined ? undefined : `Istio ${istio}`);
  return [
    { kind: 'paragraph', tone: 'strong', text: name === undefined ? word('byVersion') : word('inVersion', { version: name }) },
    ...when(assumed === true, { kind: 'paragraph', tone: 'dim', text: word('assumedVersion') }),
    ...when(notes.length === 0, { kind: 'paragraph', text: word('sameInVersion') }),
    { kind: 'items', items: notes.map(({ versions: range, says }) => ({ mark: 'point', text: `${range}: ${says}` })) },
  ];
}

function partText(part: ShownPart, word: Word): string {
  const history = [
    part.since === undefined ? '' : word('since', { since: part.since }),
    part.before === undefined ? '' : word('before', { before: part.before }),
  ].filter((each) => each !== '');
  return `${part.part}: ${part.says}${history.length === 0 ? '' : ` (${history.join('; ')})`}`;
}

function below(part: ShownPart): readonly Block[] {
  return part.doesNotSay === undefined ? [] : [{ kind: 'paragraph', tone: 'dim', text: part.doesNotSay }];
}
