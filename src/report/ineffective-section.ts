import type { Ineffective } from '../model/diagnosis.ts';
import type { Evidence } from '../model/evidence.ts';
import { type Block, type Item, limited } from './blocks.ts';
import { placeAndValue } from './evidence-section.ts';
import { findingText, type Page } from './page.ts';
import { placeText } from './place-text.ts';

/** Fixes that do not fix, before the advice: what is set and where, what acts instead, and how to see it. */
export function ineffectiveSection(page: Page): readonly Block[] {
  const concerning = (page.diagnosis.ineffective ?? []).filter(({ incident }) => incident !== undefined);
  if (concerning.length === 0) return [];
  const items = limited(
    concerning.map((each) => fullItem(page, each)),
    page.verbose ? 100 : 6,
    (count): Item => ({ mark: 'open', tone: 'dim', text: page.text('andMore', { count }) }),
  );
  return [
    { kind: 'heading', text: page.text('ineffectiveHeading') },
    { kind: 'items', items },
  ];
}

/** The others, a line each and late: nothing was seen to fail that they were meant for. */
export function otherIneffectiveSection(page: Page): readonly Block[] {
  const others = (page.diagnosis.ineffective ?? []).filter(({ incident }) => incident === undefined);
  if (others.length === 0) return [];
  const items = limited(
    others.map((each) => (page.verbose ? fullItem(page, each) : shortItem(page, each))),
    page.verbose ? 100 : 5,
    (count): Item => ({ mark: 'open', tone: 'dim', text: page.text('andMore', { count }) }),
  );
  return [
    { kind: 'heading', text: page.text('otherIneffectiveHeading') },
    { kind: 'items', items },
  ];
}

function fullItem(page: Page, each: Ineffective): Item {
  const finding = page.finding(each.finding);
  if (finding === undefined) return { mark: 'open', text: each.text };
  const [setting] = finding.evidence;
  const { instead = [], seeWith = [] } = finding.withoutEffect ?? {};
  return {
    mark: 'open',
    tone: 'warn',
    text: page.text('ineffectiveLine', { text: findingText(page, finding), cause: each.cause }),
    below: [
      places(page, page.verbose ? finding.evidence : [setting]),
      ...(instead.length === 0
        ? []
        : [{ kind: 'paragraph' as const, text: page.text('actsInstead'), tone: 'dim' as const }, places(page, instead.slice(0, page.verbose ? 20 : 2))]),
      ...(seeWith.length === 0 ? [] : [{ kind: 'commands' as const, label: page.text('seeYourself'), commands: seeWith }]),
    ],
  };
}

function shortItem(page: Page, each: Ineffective): Item {
  const finding = page.finding(each.finding);
  if (finding === undefined) return { mark: 'open', tone: 'dim', text: each.text };
  return {
    mark: 'open',
    tone: 'dim',
    text: findingText(page, finding),
    below: [{ kind: 'items', items: [{ mark: 'place', tone: 'dim', text: placeText(finding.evidence[0].at) }] }],
  };
}

function places(page: Page, evidence: readonly Evidence[]): Block {
  return { kind: 'items', items: evidence.map((one): Item => ({ mark: 'place', tone: 'dim', text: placeAndValue(page, one) })) };
}
