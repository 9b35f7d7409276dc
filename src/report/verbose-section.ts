import { artifactTitle } from './artifact-title.ts';
import type { Block, Row } from './blocks.ts';
import { findingItem } from './evidence-section.ts';
import type { Page } from './page.ts';
import { placeText } from './place-text.ts';
import { wordFor } from './words.ts';

/** The raw material, last: how every score adds up, every finding with all its evidence, failing rows, and files. */
export function verboseSection(page: Page): readonly Block[] {
  return page.verbose ? [...votes(page), ...findings(page), ...rawRows(page), ...files(page)] : [];
}

function votes(page: Page): readonly Block[] {
  const { text, diagnosis } = page;
  const rows = diagnosis.incidents.flatMap(({ causes }) =>
    causes.flatMap((cause) =>
      cause.votes.map((vote): Row => ({ cells: [cause.id, wordFor(page.catalogue, 'as', vote.as), `${vote.db > 0 ? '+' : ''}${vote.db}`, vote.finding] })),
    ),
  );
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', text: text('votesHeading') },
    { kind: 'table', head: [text('cause'), text('vote'), text('db'), text('finding')], rows: rows.slice(0, 200) },
    ...(rows.length > 200 ? [{ kind: 'paragraph' as const, text: text('andMore', { count: rows.length - 200 }) }] : []),
  ];
}

function findings(page: Page): readonly Block[] {
  const all = page.diagnosis.findings;
  if (all.length === 0) return [];
  return [
    { kind: 'heading', text: page.text('findingsHeading') },
    { kind: 'items', items: all.slice(0, 200).map((finding) => findingItem(page, finding, 'point', finding.severity === 'critical' ? 'bad' : 'plain')) },
    ...(all.length > 200 ? [{ kind: 'paragraph' as const, text: page.text('andMore', { count: all.length - 200 }) }] : []),
  ];
}

function rawRows(page: Page): readonly Block[] {
  const lines = page.diagnosis.incidents.flatMap(({ examples }) =>
    examples.flatMap((each) => (each.kind === 'log' ? [`${placeText(each.at)}:`, each.text] : [])),
  );
  return lines.length === 0
    ? []
    : [
        { kind: 'heading', text: page.text('rawHeading') },
        { kind: 'raw', lines: lines.slice(0, 40) },
      ];
}

function files(page: Page): readonly Block[] {
  const { read } = page.diagnosis.snapshot.coverage;
  if (read.length === 0) return [];
  return [
    { kind: 'heading', text: page.text('filesHeading') },
    {
      kind: 'items',
      items: read.map(({ artifact, title, items, files: names }) => ({
        mark: 'point',
        text: `${artifactTitle(page, artifact, title)}: ${items}`,
        below: [{ kind: 'raw', lines: [...names.slice(0, 20), ...(names.length > 20 ? [page.text('andMore', { count: names.length - 20 })] : [])] }],
      })),
    },
  ];
}
