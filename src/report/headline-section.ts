import { isAnswer } from '../model/verdict.ts';
import type { RankedCause } from '../model/diagnosis.ts';
import { say } from '../text/catalogue.ts';
import type { Block, Pair } from './blocks.ts';
import { brokenHop, causeTitle, fixesInOrder, hopName, type Page } from './page.ts';
import { percent } from './quantities.ts';
import { whoDidIt, whoToBlame } from './who.ts';
import { saidLines } from './words.ts';

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
      return { kind: 'headline', tone: 'bad', mark: 'bad', label: text('diagnosed'), text: best === undefined ? '' : whoDidIt(page, best) };
  }
}

function answer(page: Page, best: RankedCause | undefined): readonly Pair[] {
  const { text, diagnosis } = page;
  if (best === undefined) return [];
  const hop = best.hop ?? brokenHop(page);
  const who = whoToBlame(page, best);
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
