import type { Block } from './blocks.ts';
import { incidentHead, incidentRow } from './overview-section.ts';
import type { Page } from './page.ts';

const mostRows = 30;

/** Incidents that are not shown whole, a line each, and how many more targets had failures. */
export function furtherIncidentsSection(page: Page, shown: number): readonly Block[] {
  const { incidents, incidentsLeftOut = 0 } = page.diagnosis;
  const further = incidents.slice(shown);
  const more = Math.max(0, further.length - mostRows) + incidentsLeftOut;
  if (further.length === 0 && more === 0) return [];
  return [
    { kind: 'heading', text: page.text('furtherHeading') },
    ...(further.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            head: incidentHead(page),
            rows: further.slice(0, mostRows).map((incident, index) => incidentRow(page, incident, shown + index)),
          },
        ]),
    ...(more === 0 ? [] : [{ kind: 'paragraph' as const, text: page.text('furtherMore', { count: more }), tone: 'dim' as const }]),
  ];
}
