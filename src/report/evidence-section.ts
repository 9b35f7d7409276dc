import { isAnswer } from '../model/verdict.ts';
import type { Finding } from '../model/analyzer.ts';
import type { Incident } from '../model/diagnosis.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Block, Item, Mark, Tone } from './blocks.ts';
import { limited } from './blocks.ts';
import { findingText, type Page } from './page.ts';
import { evidenceText, placeText } from './place-text.ts';
import { seeWith } from './see-with.ts';

/** A finding as one sentence, with the places that show it and the commands that show the same in the cluster. */
export function findingItem(page: Page, finding: Finding, mark: Mark, tone: Tone): Item {
  return { mark, tone, text: findingText(page, finding), below: evidenceBlocks(page, finding.evidence) };
}

/** Where evidence stands, what it says, and how to see it: a few by default, all of it when verbose. */
export function evidenceBlocks(page: Page, evidence: readonly Evidence[]): readonly Block[] {
  const most = page.verbose ? 50 : 2;
  const ordered = oneOfEachFirst(evidence);
  const items = ordered.map((each): Item => ({ mark: 'place', tone: 'dim', text: placeAndValue(page, each) }));
  const commands = [...new Set(ordered.slice(0, most + 1).flatMap((each) => seeWith(each) ?? []))];
  return [
    { kind: 'items', items: limited(items, most, (count) => ({ mark: 'place', tone: 'dim', text: page.text('andMore', { count }) })) },
    ...(commands.length === 0 ? [] : [{ kind: 'commands' as const, label: page.text('seeYourself'), commands: commands.slice(0, page.verbose ? 10 : 1) }]),
  ];
}

/** The first place of every artifact, then the others: a setting is not hidden behind two like rows of a log. */
function oneOfEachFirst(evidence: readonly Evidence[]): readonly Evidence[] {
  const firsts = new Set([...Map.groupBy(evidence, ({ at }) => at.artifact).values()].flatMap(([first]) => (first === undefined ? [] : [first])));
  return [...firsts, ...evidence.filter((each) => !firsts.has(each))];
}

/** True when an argument for an answer of the incident shows this evidence, so that nothing is told twice. */
export function isCited(page: Page, incident: Incident | undefined, evidence: Evidence): boolean {
  const place = placeText(evidence.at);
  const ids = incident?.causes.filter(isAnswer).flatMap((cause) => cause.for) ?? [];
  return ids.some((id) => page.finding(id)?.evidence.some((each) => placeText(each.at) === place) === true);
}

/** Long values stay out of the short report: the place is enough to find them. */
export function placeAndValue(page: Page, evidence: Evidence): string {
  const place = placeText(evidence.at);
  const value = evidenceText(evidence, page.text);
  const most = page.verbose ? 2000 : 200;
  const shown = value.length > most ? `${[...value.slice(0, most)].slice(0, -1).join('')}…` : value;
  return place === '' ? shown : `${place}: ${shown}`;
}
