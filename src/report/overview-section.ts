import { isAnswer } from '../model/verdict.ts';
import type { Incident } from '../model/diagnosis.ts';
import type { Block, Row } from './blocks.ts';
import type { Page } from './page.ts';
import { percent, span } from './quantities.ts';
import { wordFor } from './words.ts';

/** Where there are several groups of failures: when each was, whom it was for, how many and why; the gravest first. */
export function overviewSection(page: Page, shown: number): readonly Block[] {
  const { incidents } = page.diagnosis;
  if (incidents.length < 2) return [];
  return [
    { kind: 'heading', text: page.text('overviewHeading') },
    { kind: 'table', head: incidentHead(page), rows: incidents.slice(0, shown).map((incident, index) => incidentRow(page, incident, index)) },
  ];
}

export function incidentHead(page: Page): readonly string[] {
  return ['', page.text('when'), page.text('target'), page.text('failed'), page.text('cause')];
}

/** One incident in a line. */
export function incidentRow(page: Page, incident: Incident, index: number): Row {
  const { from, to, target, failures, predicted } = incident;
  return {
    cells: [
      String(index + 1),
      from === undefined || to === undefined ? '' : span(from, to),
      target,
      predicted ? page.text('foretold') : String(failures),
      causesOf(page, incident),
    ],
  };
}

/** The causes that may be the answer, with the share of failures that each explains where it is not all of them. */
function causesOf(page: Page, { causes }: Incident): string {
  const answers = causes.filter(isAnswer).filter(({ explains, verdict }, index) => index === 0 || verdict !== 'possible' || explains < 1);
  const words = answers.slice(0, 3).map(({ id, verdict, explains }) => {
    const sure = verdict === 'possible' ? ` (${wordFor(page.catalogue, 'verdict', verdict)})` : '';
    return `${id}${explains < 1 ? ` ${percent(explains)}` : ''}${sure}`;
  });
  return words.length === 0 ? '?' : words.join(page.text('comma'));
}
