import type { Fix } from '../model/diagnosis.ts';
import { type Block, type Item, limited } from './blocks.ts';
import { findingText, fixesInOrder, type Page } from './page.ts';
import { seeWith } from './see-with.ts';
import { saidLines, wordFor } from './words.ts';
import { placeText } from './place-text.ts';

/** What to do: repairs first, each with what it disturbs, how to check that it worked, and how to undo it. */
export function fixesSection(page: Page): readonly Block[] {
  const fixes = fixesInOrder(page);
  if (fixes.length === 0) return [];
  const items = limited(
    fixes.map((fix) => fixItem(page, fix)),
    page.verbose ? 100 : 6,
    (count): Item => ({ mark: 'step', tone: 'dim', text: page.text('andMore', { count }) }),
  );
  return [
    { kind: 'heading', text: page.text('fixHeading') },
    { kind: 'items', items },
    { kind: 'paragraph', text: page.text('fixHint'), tone: 'dim' },
  ];
}

function fixItem(page: Page, fix: Fix): Item {
  const [title = '', ...more] = saidLines(page.catalogue, fix.title);
  const words = { purpose: wordFor(page.catalogue, 'purpose', fix.purpose), risk: wordFor(page.catalogue, 'risk', fix.risk) };
  const kind = fix.istio === undefined ? page.text('fixLine', words) : page.text('fixLineFor', { ...words, istio: fix.istio });
  return {
    mark: 'step',
    tone: 'strong',
    text: title,
    below: [
      ...(more.length === 0 ? [] : [{ kind: 'raw' as const, lines: more }]),
      { kind: 'paragraph', text: `${kind} (${fix.cause})`, tone: 'dim' },
      ...commands(page.text('verify'), fix.verifyWith),
      ...commands(page.text('undo'), fix.undoWith),
    ],
  };
}

function commands(label: string, list: readonly string[]): readonly Block[] {
  return list.length === 0 ? [] : [{ kind: 'commands', label, commands: list }];
}

/** Settings that could fail and were not seen to: apart, so that nobody takes them for the answer. */
export function risksSection(page: Page): readonly Block[] {
  const { risks } = page.diagnosis;
  if (risks.length === 0) return [];
  const items = risks.map((risk): Item => {
    const finding = page.finding(risk.finding);
    const first = finding?.evidence[0];
    const see = first === undefined ? undefined : seeWith(first);
    return {
      mark: 'open',
      tone: 'warn',
      text: page.text('riskLine', { text: finding === undefined ? risk.text : findingText(page, finding), cause: risk.cause }),
      below: [
        ...(first === undefined ? [] : [{ kind: 'items' as const, items: [{ mark: 'place' as const, tone: 'dim' as const, text: placeText(first.at) }] }]),
        ...(see === undefined ? [] : commands(page.text('seeYourself'), [see])),
      ],
    };
  });
  return [
    { kind: 'heading', text: page.text('risksHeading') },
    { kind: 'items', items: limited(items, page.verbose ? 100 : 5, (count) => ({ mark: 'open', tone: 'dim', text: page.text('andMore', { count }) })) },
  ];
}
