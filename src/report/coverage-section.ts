import { say } from '../text/catalogue.ts';
import { artifactTitle } from './artifact-title.ts';
import { type Block, limited, type Pair } from './blocks.ts';
import type { Page } from './page.ts';
import { bytes, duration, moment, span } from './quantities.ts';

/** What the answer rests on: files, kinds of evidence, what was skipped, notes on the input, and what the analyzers did. */
export function coverageSection(page: Page): readonly Block[] {
  const { text, diagnosis } = page;
  const { coverage, origin, takenAt, id } = diagnosis.snapshot;
  return [
    { kind: 'heading', text: text('coverageHeading') },
    {
      kind: 'pairs',
      rows: [
        [text('filesLabel'), text('filesRead', { files: coverage.files, size: bytes(coverage.bytes), origin })],
        ...(coverage.read.length === 0
          ? []
          : [
              [
                text('contentsLabel'),
                coverage.read.map(({ artifact, title, items }) => `${artifactTitle(page, artifact, title)} ${items}`).join(', '),
              ] as const,
            ]),
        // the epoch stands for a time that nobody knows
        ...(takenAt.startsWith('1970-01-01') ? [] : [[text('evidenceUntil'), moment(takenAt)] as const]),
        ...(diagnosis.question.sinceMs === undefined
          ? []
          : [[text('sinceLabel'), text('sinceLine', { duration: duration(diagnosis.question.sinceMs) })] as const]),
        ...(diagnosis.question.window === undefined ? [] : [[text('sinceLabel'), span(diagnosis.question.window.from, diagnosis.question.window.to)] as const]),
        ...skipped(page),
        ...notes(page),
        [text('analyzersLabel'), analyzers(page)],
        ['', text('tool', { version: diagnosis.tool.version, id })],
      ],
    },
    ...(page.verbose ? [] : [{ kind: 'paragraph' as const, text: text('verboseHint'), tone: 'dim' as const }]),
  ];
}

/** Files skipped for the same reason count as one line. */
function skipped(page: Page): readonly Pair[] {
  const { text } = page;
  const groups = [...Map.groupBy(page.diagnosis.snapshot.coverage.skipped, ({ reason }) => say(page.catalogue, reason))];
  const lines = groups.map(([reason, entries]) => text('skippedLine', { count: entries.length, reason, file: entries[0]?.file ?? '' }));
  return labelled(
    text('skippedLabel'),
    limited(lines, page.verbose ? 100 : 4, (count) => text('andMore', { count })),
  );
}

function notes(page: Page): readonly Pair[] {
  const lines = page.diagnosis.snapshot.coverage.notes.map((note) => say(page.catalogue, note));
  return labelled(
    page.text('notesLabel'),
    limited(lines, page.verbose ? 100 : 5, (count) => page.text('andMore', { count })),
  );
}

function labelled(label: string, lines: readonly string[]): readonly Pair[] {
  return lines.map((line, index) => [index === 0 ? label : '', line]);
}

function analyzers(page: Page): string {
  const count = (status: string): number => page.diagnosis.outcomes.filter((outcome) => outcome.status === status).length;
  return page.text('analyzersLine', { ran: count('ran'), skipped: count('skipped'), crashed: count('crashed') });
}
