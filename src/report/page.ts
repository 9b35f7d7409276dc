import { isAnswer } from '../model/verdict.ts';
import type { Finding } from '../model/analyzer.ts';
import type { Diagnosis, Fix, Hop, RankedCause } from '../model/diagnosis.ts';
import { type Catalogue, say } from '../text/catalogue.ts';
import { type Words, words } from './words.ts';

/** What every section of a report is written from. */
export interface Page {
  readonly diagnosis: Diagnosis;
  readonly catalogue: Catalogue;
  readonly text: Words;
  readonly verbose: boolean;
  readonly finding: (id: string) => Finding | undefined;
  readonly hop: (id: string | undefined) => Hop | undefined;
}

export function makePage(diagnosis: Diagnosis, catalogue: Catalogue, verbose: boolean): Page {
  const findings = new Map(diagnosis.findings.map((finding) => [finding.id, finding]));
  const hops = new Map(diagnosis.path.map((hop) => [hop.id, hop]));
  return {
    diagnosis,
    catalogue,
    text: words(catalogue),
    verbose,
    finding: (id) => findings.get(id),
    hop: (id) => (id === undefined ? undefined : hops.get(id)),
  };
}

/** The finding's sentence in the reader's language. */
export function findingText(page: Page, finding: Finding): string {
  return say(page.catalogue, { id: finding.message, text: finding.text, data: finding.data });
}

/** The sentence of a finding known by id; an id that stands for no finding is shown as it is. */
export function sentence(page: Page, id: string): string {
  const finding = page.finding(id);
  return finding === undefined ? id : findingText(page, finding);
}

export function causeTitle(page: Page, cause: RankedCause): string {
  return page.catalogue.get(`cause/${cause.id}`) ?? cause.title;
}

/** The hop of the best cause or, failing that, of the first incident: where the picture shows the break. */
export function brokenHop(page: Page): string | undefined {
  const best = page.diagnosis.causes.find(isAnswer);
  return best?.hop ?? page.diagnosis.incidents.find((incident) => incident.hop !== undefined)?.hop;
}

/** The names of a hop's two ends, from the path or from the id itself. */
export function endsOf(page: Page, id: string): { readonly client: string; readonly server: string } {
  const hop = page.hop(id);
  if (hop !== undefined) return { client: hop.client.name, server: hop.server.name };
  const arrow = id.indexOf('->');
  return arrow < 0 ? { client: id, server: id } : { client: id.slice(0, arrow), server: id.slice(arrow + 2) };
}

/** `vminsert-sidecar -> vminsert`: an id with room around its arrow. */
export function hopName(id: string): string {
  return id.replace('->', ' -> ');
}

const purposes: readonly Fix['purpose'][] = ['repair', 'mitigate', 'prevent'];

/** What to do, repairs first; within a purpose as the engine ordered them. */
export function fixesInOrder(page: Page): readonly Fix[] {
  return page.diagnosis.fixes.toSorted((a, b) => purposes.indexOf(a.purpose) - purposes.indexOf(b.purpose));
}
