import { explainedFailures, isAnswer, isNamed } from '../model/verdict.ts';
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
  const [gravest] = diagnosis.incidents;
  const isInPart = gravest !== undefined && explainedFailures(gravest) < gravest.failures;
  switch (diagnosis.verdict) {
    case 'healthy':
      return { kind: 'headline', tone: 'good', mark: 'good', label: text('healthy'), text: text('headlineHealthy') };
    case 'undecided':
      return {
        kind: 'headline',
        tone: 'warn',
        mark: 'open',
        label: text('undecided'),
        text: text(diagnosis.reason.id === 'engine/injected' ? 'headlineInjected' : diagnosis.incidents.length === 0 ? 'headlineBlind' : 'headlineUndecided'),
      };
    case 'diagnosed':
      return {
        kind: 'headline',
        tone: 'bad',
        mark: 'bad',
        label: text(isInPart ? 'diagnosedInPart' : 'diagnosed'),
        text: best === undefined ? '' : whoDidIt(page, best),
      };
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
    [isSure ? text('why') : text('best'), isSure ? named(page, best) : `${best.id}: ${causeTitle(page, best)} (${percent(best.confidence)})`],
    ...(isSure ? diagnosis.causes.filter((cause) => cause !== best && isNamed(cause)).map((cause) => ['', named(page, cause)] as const) : []),
    ...(fix === undefined || !isSure ? [] : [[text('stop'), saidLines(page.catalogue, fix.title)[0] ?? ''] as const]),
    ...(diagnosis.incidents.length < 2 ? [] : [[text('also'), text('moreIncidents', { count: diagnosis.incidents.length - 1 })] as const]),
  ];
}

/** A cause with the share of failures that it explains, where that is not all. */
function named(page: Page, cause: RankedCause): string {
  const isPart = cause.explains > 0 && cause.explains < 1;
  return isPart
    ? page.text('causeWithShare', { id: cause.id, cause: causeTitle(page, cause), share: percent(cause.explains) })
    : `${cause.id}: ${causeTitle(page, cause)}`;
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
