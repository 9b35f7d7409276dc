import { isAnswer } from '../model/verdict.ts';
import type { Incident, RankedCause } from '../model/diagnosis.ts';
import type { Block, Item, Mark, Tone } from './blocks.ts';
import { limited } from './blocks.ts';
import { findingItem } from './evidence-section.ts';
import { gapReason } from './artifact-title.ts';
import { causeTitle, findingText, hopName, type Page, sentence } from './page.ts';
import { percent } from './quantities.ts';
import { wordFor } from './words.ts';

/** The causes of one incident: answers with their arguments, then what stays open, then what is ruled out, a line each. */
export function causesSection(page: Page, incident: Incident): readonly Block[] {
  const answers = incident.causes.filter(isAnswer);
  const open = incident.causes.filter((cause) => cause.verdict === 'undecided' && (page.verbose || !isSettled(incident)));
  const out = incident.causes.filter((cause) => cause.verdict === 'unlikely' || cause.verdict === 'excluded');
  const most = page.verbose ? 100 : 8;
  const rest = (count: number): Item => ({ mark: 'point', tone: 'dim', text: page.text('andMore', { count }) });
  return [
    { kind: 'paragraph', text: page.text('causesHeading'), tone: 'strong' },
    ...(answers.length === 0
      ? [{ kind: 'paragraph' as const, text: noCause(page, open) }]
      : answers.flatMap((cause, index) => answerBlocks(page, cause, answers.slice(0, index)))),
    ...list(page.text('openHeading'), openItems(page, open, answers.length === 0, most, rest)),
    ...list(page.text('ruledOutHeading'), ruledOutItems(page, out, most, rest)),
  ];
}

function list(heading: string, items: readonly Item[]): readonly Block[] {
  return items.length === 0
    ? []
    : [
        { kind: 'paragraph', text: heading, tone: 'strong' },
        { kind: 'items', items },
      ];
}

/** `before`: the better answers, whose arguments are already shown with their evidence. */
function answerBlocks(page: Page, cause: RankedCause, before: readonly RankedCause[]): readonly Block[] {
  const isBest = before.length === 0;
  const shown = new Set(before.flatMap((better) => [...better.for, ...better.against]));
  const explanation = isBest ? page.catalogue.get(`cause-explanation/${cause.id}`) : undefined;
  return [
    {
      kind: 'items',
      items: [
        {
          mark: 'step',
          tone: isBest ? 'bad' : 'warn',
          text: summary(page, cause),
          below: [
            { kind: 'paragraph', text: causeTitle(page, cause) },
            ...(explanation === undefined ? [] : [{ kind: 'paragraph' as const, text: explanation, tone: 'dim' as const }]),
            {
              kind: 'items',
              items: [
                ...argumentItems(page, cause.for, new Set([...shown, ...hints(page, cause)]), 'for', 'good'),
                ...argumentItems(page, cause.against, shown, 'against', 'warn'),
              ],
            },
          ],
        },
      ],
    },
  ];
}

function summary(page: Page, cause: RankedCause): string {
  const parts = [
    page.text('causeLine', { id: cause.id, verdict: wordFor(page.catalogue, 'verdict', cause.verdict), percent: percent(cause.confidence) }),
    ...(cause.explains > 0 ? [page.text('explainsPart', { percent: percent(cause.explains) })] : []),
    ...(cause.hop === undefined ? [] : [page.text('onHop', { hop: hopName(cause.hop) })]),
  ];
  return parts.join(page.text('comma'));
}

/** A hint is said in one line: its rows are no proof, and they are shown with what is. */
function hints(page: Page, cause: RankedCause): readonly string[] {
  return page.verbose ? [] : cause.votes.filter((vote) => vote.as === 'hints').map((vote) => vote.finding);
}

function argumentItems(page: Page, ids: readonly string[], shown: ReadonlySet<string>, mark: Mark, tone: Tone): readonly Item[] {
  const items = ids.map((id): Item => {
    const finding = page.finding(id);
    if (finding === undefined) return { mark, tone, text: id };
    return shown.has(id) ? { mark, tone, text: findingText(page, finding) } : findingItem(page, finding, mark, tone);
  });
  return limited(items, page.verbose ? 100 : 5, (count) => ({ mark, tone: 'dim', text: page.text('andMore', { count }) }));
}

function noCause(page: Page, open: readonly RankedCause[]): string {
  if (open.length === 0) return page.text('noCause');
  return page.text('noCauseOpen', {
    ids: limited(
      open.map(({ id }) => id),
      12,
      (count) => page.text('andMore', { count }),
    ).join(', '),
  });
}

/** What a cause waits for, a line each; those that wait for nothing in particular share one, unless they are named above. */
function openItems(page: Page, open: readonly RankedCause[], areNamed: boolean, most: number, rest: (count: number) => Item): readonly Item[] {
  const waiting = open.filter(({ wouldDecide }) => wouldDecide.length > 0);
  const others = open.filter(({ wouldDecide }) => wouldDecide.length === 0).map(({ id }) => id);
  return [
    ...limited(
      waiting.map((cause) => openItem(page, cause)),
      most,
      rest,
    ),
    ...(others.length === 0 || areNamed ? [] : [{ mark: 'open' as const, text: page.text('openTogether', { ids: others.join(', ') }) }]),
  ];
}

function openItem(page: Page, cause: RankedCause): Item {
  const [gap] = cause.wouldDecide;
  return { mark: 'open', text: page.text('openLine', { id: cause.id, why: gap === undefined ? page.text('openWhy') : gapReason(page, gap) }) };
}

/** True when a confirmed cause accounts for every failure: what merely was not looked at then interests nobody on call. */
function isSettled(incident: Incident): boolean {
  return incident.unexplained === 0 && incident.causes[0]?.verdict === 'confirmed';
}

/** A line each; but where one observation rules out many, one line for all of them. */
function ruledOutItems(page: Page, causes: readonly RankedCause[], most: number, rest: (count: number) => Item): readonly Item[] {
  const groups = Map.groupBy(causes, (cause) => cause.votes.find((vote) => vote.finding === cause.against[0])?.analyzer ?? cause.id);
  const alone = [...groups.values()].filter((group) => page.verbose || group.length <= 3).flat();
  const together = [...groups].filter(([, group]) => !page.verbose && group.length > 3);
  return [
    ...limited(
      causes.filter((cause) => alone.includes(cause)).map((cause) => ruledOutItem(page, cause)),
      most,
      rest,
    ),
    ...together.map(
      ([analyzer, group]): Item => ({
        mark: 'against',
        tone: 'dim',
        text: page.text('ruledOutTogether', { count: group.length, analyzer, ids: group.map((cause) => cause.id).join(', ') }),
      }),
    ),
  ];
}

function ruledOutItem(page: Page, cause: RankedCause): Item {
  const [strongest] = cause.against;
  const why = strongest === undefined ? page.text('ruledOutNothing') : sentence(page, strongest);
  return { mark: 'against', tone: 'dim', text: page.text('ruledOutLine', { id: cause.id, verdict: wordFor(page.catalogue, 'verdict', cause.verdict), why }) };
}
