import type { Incident, NearbyChange } from '../model/diagnosis.ts';
import { say } from '../text/catalogue.ts';
import type { Block, Pair } from './blocks.ts';
import type { Page } from './page.ts';
import { duration, moment } from './quantities.ts';
import { wordFor } from './words.ts';

/** What happened around the failures: when, what, how it is known, and how long before or after the failures began. */
export function aroundSection(page: Page, { around = [] }: Incident): readonly Block[] {
  if (around.length === 0) return [];
  return [
    { kind: 'paragraph', text: page.text('aroundHeading'), tone: 'strong' },
    { kind: 'pairs', rows: around.map((change) => pairOf(page, change)) },
  ];
}

function pairOf(page: Page, { at, what, source, beforeMs }: NearbyChange): Pair {
  const data = { what: say(page.catalogue, what), source: wordFor(page.catalogue, 'source', source), apart: duration(Math.abs(beforeMs)) };
  return [moment(at), page.text(beforeMs >= 0 ? 'aroundBefore' : 'aroundAfter', data)];
}
