import type { RankedCause } from '../model/diagnosis.ts';
import { endingOf, incidentOf, statusOf } from './ending.ts';
import { brokenHop, causeTitle, endsOf, type Page } from './page.ts';
import { percent } from './quantities.ts';
import { wordFor } from './words.ts';

/** The headline of a diagnosis: who did what to whom, as far as the failures show it. */
export function whoDidIt(page: Page, best: RankedCause): string {
  const { text } = page;
  const sure = { words: wordFor(page.catalogue, 'verdict', best.verdict), percent: percent(best.confidence) };
  const cause = text('headlineCause', { cause: causeTitle(page, best), ...sure });
  const incident = incidentOf(page, best);
  const ending = endingOf(incident, best);
  const target = serviceOf(incident?.target ?? '');
  if (ending === 'predicted') return text('headlinePredicted', { target, cause: causeTitle(page, best), ...sure });
  const ends = endsAt(page, best);
  if (ends === undefined) return cause;
  switch (ending) {
    case 'noEndpoint':
      return text('headlineNoEndpoint', { client: ends.client, target, ...sure });
    case 'noConnection':
      return text('headlineNoConnection', { ...ends, ...sure });
    case 'noRoute':
      return text('headlineNoRoute', { client: ends.client, target, ...sure });
    case 'noCluster':
      return text('headlineNoCluster', { client: ends.client, target, ...sure });
    case 'limit':
      return text('headlineLimit', { client: ends.client, target, ...sure });
    case 'answered': {
      const status = statusOf(incident);
      const who = ends.server;
      return status === undefined ? text('headlineAnsweredSo', { who, ...sure }) : text('headlineAnswered', { who, status, ...sure });
    }
    case 'closed':
      return closedHeadline(page, best, ends, sure) ?? cause;
    case 'other':
      return best.closedBy === 'proxy' ? text('headlineProxy', { who: ends.writer, ...sure }) : cause;
  }
}

/** The value of `Who`: the one to look at, never a proxy that merely reports; undefined where nobody can be named. */
export function whoToBlame(page: Page, best: RankedCause): string | undefined {
  const { text } = page;
  const incident = incidentOf(page, best);
  const target = serviceOf(incident?.target ?? '');
  const ends = endsAt(page, best);
  if (ends === undefined) return undefined;
  switch (endingOf(incident, best)) {
    case 'noEndpoint':
      return text('whoNoEndpoint', { target, client: ends.client });
    case 'noConnection':
      return best.closedBy === 'network' ? text('whoNetwork', ends) : text('whoNoConnection', ends);
    case 'noRoute':
    case 'noCluster':
      return text('whoConfig', { client: ends.client, target });
    case 'limit':
      return text('whoLimit', { client: ends.client, target });
    case 'answered':
      return text('whoAnswered', { name: ends.server });
    case 'closed':
      return closer(page, best, ends);
    case 'other':
      return best.closedBy === 'proxy' ? text('whoProxy', { name: ends.writer }) : undefined;
    case 'predicted':
      return undefined;
  }
}

interface Ends {
  readonly client: string;
  readonly server: string;
  /** The proxy that wrote the failure, where an incident says which; else the client. */
  readonly writer: string;
}

function endsAt(page: Page, best: RankedCause): Ends | undefined {
  const hop = best.hop ?? brokenHop(page);
  if (hop === undefined) return undefined;
  const ends = endsOf(page, hop);
  return { ...ends, writer: page.diagnosis.incidents.find((incident) => incident.hop === hop)?.writtenBy?.name ?? ends.client };
}

function closedHeadline(page: Page, best: RankedCause, ends: Ends, sure: { readonly words: string; readonly percent: string }): string | undefined {
  const { closedBy } = best;
  if (closedBy === undefined) return undefined;
  switch (closedBy) {
    case 'server':
      return page.text('headlineClosed', { who: ends.server, peer: ends.client, ...sure });
    case 'client':
      return page.text('headlineClosed', { who: ends.client, peer: ends.server, ...sure });
    case 'network':
      return page.text('headlineNetwork', { ...ends, ...sure });
    case 'proxy':
      return page.text('headlineProxy', { who: ends.writer, ...sure });
  }
}

function closer(page: Page, best: RankedCause, ends: Ends): string | undefined {
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
      return page.text('whoProxy', { name: ends.writer });
  }
}

/** `vminsert.monitoring` is called `vminsert` in a sentence; an address stays whole. */
function serviceOf(target: string): string {
  return /^[\d.]+$/.test(target) || target.includes(':') ? target : target.replace(/^([^.]+)\..*$/, '$1');
}
