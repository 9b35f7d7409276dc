import type { RankedCause } from '../model/diagnosis.ts';
import { say } from '../text/catalogue.ts';
import type { Block, Pair } from './blocks.ts';
import { brokenHop, causeTitle, endsOf, fixesInOrder, hopName, isAnswer, type Page } from './page.ts';
import { percent } from './quantities.ts';
import { saidLines, wordFor } from './words.ts';

/** The answer in one line, then who, why and what stops it, then why the verdict is what it is. */
export function headlineSection(page: Page): readonly Block[] {
  const { diagnosis } = page;
  const best = diagnosis.causes.find(isAnswer);
  return [
    headline(page, best),
    { kind: 'pairs', rows: [...answer(page, best), ...requests(page)] },
    { kind: 'paragraph', text: say(page.catalogue, diagnosis.reason) },
  ];
}

function headline(page: Page, best: RankedCause | undefined): Block {
  const { text, diagnosis } = page;
  switch (diagnosis.verdict) {
    case 'healthy':
      return { kind: 'headline', tone: 'good', mark: 'good', label: text('healthy'), text: text('headlineHealthy') };
    case 'undecided':
      return {
        kind: 'headline',
        tone: 'warn',
        mark: 'open',
        label: text('undecided'),
        text: text(diagnosis.incidents.length === 0 ? 'headlineBlind' : 'headlineUndecided'),
      };
    case 'diagnosed':
      return { kind: 'headline', tone: 'bad', mark: 'bad', label: text('diagnosed'), text: best === undefined ? '' : whoHungUp(page, best) };
  }
}

function whoHungUp(page: Page, best: RankedCause): string {
  const sure = { words: wordFor(page.catalogue, 'verdict', best.verdict), percent: percent(best.confidence) };
  const hop = best.hop ?? brokenHop(page);
  const ends = hop === undefined ? undefined : endsOf(page, hop);
  const { closedBy } = best;
  if (ends === undefined || closedBy === undefined) return page.text('headlineCause', { cause: causeTitle(page, best), ...sure });
  switch (closedBy) {
    case 'server':
      return page.text('headlineClosed', { who: ends.server, peer: ends.client, ...sure });
    case 'client':
      return page.text('headlineClosed', { who: ends.client, peer: ends.server, ...sure });
    case 'network':
      return page.text('headlineNetwork', { ...ends, ...sure });
    case 'proxy':
      return page.text('headlineProxy', { who: proxyOf(page, hop) ?? ends.client, ...sure });
  }
}

function answer(page: Page, best: RankedCause | undefined): readonly Pair[] {
  const { text, diagnosis } = page;
  if (best === undefined) return [];
  const hop = best.hop ?? brokenHop(page);
  const who = closer(page, best, hop);
  const fix = fixesInOrder(page).find((each) => each.cause === best.id);
  const isSure = diagnosis.verdict === 'diagnosed';
  return [
    ...(who === undefined || !isSure ? [] : [[text('who'), who] as const]),
    ...(hop === undefined ? [] : [[text('where'), hopName(hop)] as const]),
    [isSure ? text('why') : text('best'), `${best.id}: ${causeTitle(page, best)}${isSure ? '' : ` (${percent(best.confidence)})`}`],
    ...(fix === undefined || !isSure ? [] : [[text('stop'), saidLines(page.catalogue, fix.title)[0] ?? ''] as const]),
    ...(diagnosis.incidents.length < 2 ? [] : [[text('also'), text('moreIncidents', { count: diagnosis.incidents.length - 1 })] as const]),
  ];
}

function closer(page: Page, best: RankedCause, hop: string | undefined): string | undefined {
  if (hop === undefined) return undefined;
  const ends = endsOf(page, hop);
  const { closedBy } = best;
  if (closedBy === undefined) return undefined;
  switch (closedBy) {
    case 'server':
      return page.text('whoServer', { name: ends.server });
    case 'client':
      return page.text('whoClient', { name: ends.client });
    case 'network':
      return page.text('whoNetwork', ends);
    case 'proxy':
      return page.text('whoProxy', { name: proxyOf(page, hop) ?? ends.client });
  }
}

/** The proxy of a hop that wrote the failure, where an incident says which. */
function proxyOf(page: Page, hop: string | undefined): string | undefined {
  return page.diagnosis.incidents.find((incident) => incident.hop === hop)?.writtenBy?.name;
}

function requests(page: Page): readonly Pair[] {
  const { seen, failed, savedByRetry, clientAborted } = page.diagnosis.requests;
  const { text } = page;
  if (seen === 0 && failed === 0) return [];
  const parts = [
    seen < failed ? text('failedCount', { failures: failed }) : text('requestsLine', { seen, failed }),
    ...(savedByRetry > 0 ? [text('requestsSaved', { saved: savedByRetry })] : []),
    ...(clientAborted > 0 ? [text('requestsAborted', { aborted: clientAborted })] : []),
  ];
  return [[text('requestsLabel'), parts.join('; ')]];
}
