import { isAnswer } from '../model/verdict.ts';
import type { Incident } from '../model/diagnosis.ts';
import { envoyWords } from '../text/envoy-words.ts';
import { aroundSection } from './around-section.ts';
import type { Block, Pair } from './blocks.ts';
import { limited } from './blocks.ts';
import { causesSection } from './causes-section.ts';
import { evidenceBlocks, isCited } from './evidence-section.ts';
import { findingText, hopName, type Page } from './page.ts';
import { duration, percent, span } from './quantities.ts';
import { wordFor } from './words.ts';

/** One group of failures: what failed and when, an example, and the causes judged for it. */
export function incidentSection(page: Page, incident: Incident, index: number): readonly Block[] {
  const count = page.diagnosis.incidents.length;
  const { target } = incident;
  return [
    { kind: 'heading', text: count > 1 ? page.text('incidentHeadingOf', { target, index: index + 1, count }) : page.text('incidentHeading', { target }) },
    { kind: 'pairs', rows: [...what(page, incident), ...whenAndHow(page, incident)] },
    ...aroundSection(page, incident),
    ...examples(page, incident),
    ...causesSection(page, incident),
  ];
}

function what(page: Page, incident: Incident): readonly Pair[] {
  const { text } = page;
  return [
    [text('failed'), failed(page, incident)],
    ...(incident.hop === undefined ? [] : [[text('hopLabel'), hopName(incident.hop)] as const]),
    ...(incident.writtenBy === undefined ? [] : [[text('writtenBy'), incident.writtenBy.name] as const]),
    ...continued(
      text('flagsLabel'),
      flagsOf(incident).map((flag) => decoded(page, 'flag', flag === '-' ? 'none' : flag, flag)),
    ),
    ...continued(
      text('detailsLabel'),
      incident.details.map((details) => decodedDetails(page, details)),
    ),
  ];
}

/** Each flag once, also of rows that carry several (`URX,UF`); rows without one show `-`, which says least and comes last. */
function flagsOf(incident: Incident): readonly string[] {
  return [...new Set(incident.flags.flatMap((flags) => flags.split(',')))].toSorted((a, b) => Number(a === '-') - Number(b === '-'));
}

function failed(page: Page, incident: Incident): string {
  if (incident.predicted) return page.text('failedPredicted');
  const { failures, requests } = incident;
  if (requests === undefined || requests === 0) return page.text('failedCount', { failures });
  return page.text('failedOf', { failures, requests, percent: percent(failures / requests) });
}

function whenAndHow(page: Page, incident: Incident): readonly Pair[] {
  const { text } = page;
  const { windows, idleGapMs, durationMs, clients, unexplained } = incident;
  const [first] = windows;
  const spans = windows.map((window) =>
    windows.length === 1 ? span(window.from, window.to) : text('window', { span: span(window.from, window.to), failures: window.failures }),
  );
  const most = page.verbose ? 50 : 4;
  return [
    ...(first === undefined
      ? []
      : continued(
          text('when'),
          limited(spans, most, (count) => text('andMore', { count })),
        )),
    ...(incident.predicted ? [] : [[text('patternLabel'), wordFor(page.catalogue, 'pattern', incident.pattern)] as const]),
    ...(idleGapMs === undefined
      ? []
      : [
          [
            text('idleGap'),
            text('idleGapValue', {
              min: duration(idleGapMs.min),
              median: duration(idleGapMs.median),
              max: duration(idleGapMs.max),
              known: idleGapMs.known,
              failures: incident.failures,
            }),
          ] as const,
        ]),
    ...(durationMs === undefined
      ? []
      : [[text('duration'), text('durationValue', { median: duration(durationMs.median), max: duration(durationMs.max) })] as const]),
    ...continued(
      text('context'),
      page.diagnosis.findings
        .filter((finding) => finding.incident === incident.id && finding.bearsOn.length === 0 && finding.withoutEffect === undefined)
        .map((finding) => findingText(page, finding)),
    ),
    ...(clients.length === 0 ? [] : [[text('clients'), limited(clients, 5, (count) => text('andMore', { count })).join(', ')] as const]),
    ...(unexplained > 0 && incident.causes.some(isAnswer) ? [[text('unexplained'), text('unexplainedValue', { count: unexplained })] as const] : []),
  ];
}

/** Several values under one label. */
function continued(label: string, values: readonly string[]): readonly Pair[] {
  return values.map((value, index) => [index === 0 ? label : '', value]);
}

function decoded(page: Page, set: 'flag' | 'reason' | 'details', id: string, shown: string): string {
  const word = envoyWord(page, `${set}.${id}`);
  return word === undefined ? shown : `${shown}: ${word}`;
}

/** `upstream_reset_before_response_started{connection_termination}`: the reason in braces says most. Older logs write it with spaces. */
function decodedDetails(page: Page, details: string): string {
  const braces = /^([^{]{1,80})(?:\{([^|,}]{1,80}))?/.exec(details);
  const reason = braces?.[2]?.trim().replaceAll(' ', '_');
  const word = (reason === undefined ? undefined : envoyWord(page, `reason.${reason}`)) ?? envoyWord(page, `details.${braces?.[1] ?? ''}`);
  return word === undefined ? details : `${details}: ${word}`;
}

function envoyWord(page: Page, id: string): string | undefined {
  const texts: Readonly<Record<string, string>> = envoyWords;
  return page.catalogue.get(`envoy/${id}`) ?? (Object.hasOwn(texts, id) ? texts[id] : undefined);
}

/** One example, unless an argument below cites it anyway; raw lines come last, when verbose. */
function examples(page: Page, incident: Incident): readonly Block[] {
  const [first] = incident.examples;
  return first === undefined || incident.examples.some((each) => isCited(page, incident, each))
    ? []
    : [{ kind: 'paragraph', text: page.text('example'), tone: 'dim' }, ...evidenceBlocks(page, [first])];
}
