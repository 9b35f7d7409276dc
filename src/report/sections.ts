import { fixesSection, risksSection } from './actions-section.ts';
import type { Block } from './blocks.ts';
import { coverageSection } from './coverage-section.ts';
import { explainHint } from './explain-hint.ts';
import { decideSection, gapsSection } from './gaps-section.ts';
import { headlineSection } from './headline-section.ts';
import { incidentSection } from './incident-section.ts';
import { ineffectiveSection, otherIneffectiveSection } from './ineffective-section.ts';
import { furtherIncidentsSection } from './further-incidents-section.ts';
import type { Page } from './page.ts';
import { overviewSection } from './overview-section.ts';
import { pathSection } from './path-section.ts';
import { verboseSection } from './verbose-section.ts';

/** The whole report in reading order: the answer first, its evidence second, raw material last. */
export function sections(page: Page): readonly Block[] {
  const isOpen = page.diagnosis.verdict === 'undecided';
  return [
    ...headlineSection(page),
    ...explainHint(page),
    ...overviewSection(page, shownWhole(page)),
    ...(isOpen ? decideSection(page) : []),
    ...pathSection(page),
    ...page.diagnosis.incidents.slice(0, shownWhole(page)).flatMap((incident, index) => incidentSection(page, incident, index)),
    ...furtherIncidentsSection(page, shownWhole(page)),
    ...(isOpen ? [] : decideSection(page)),
    ...gapsSection(page),
    ...ineffectiveSection(page),
    ...fixesSection(page),
    ...risksSection(page),
    ...otherIneffectiveSection(page),
    ...coverageSection(page),
    ...verboseSection(page),
  ];
}

/** A person reads three incidents; the rest is a table, and `--to` asks about one. */
function shownWhole(page: Page): number {
  return page.verbose ? 20 : 3;
}
