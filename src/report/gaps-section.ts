import type { Gap } from '../model/diagnosis.ts';
import { type Block, type Item, limited } from './blocks.ts';
import { fillCommand } from './fill-command.ts';
import type { Page } from './page.ts';

/** One missing artifact, whoever misses it. */
interface Missing {
  readonly artifact: string;
  readonly reason: string;
  readonly collectWith: readonly string[];
  readonly causes: readonly string[];
  readonly analyzers: readonly string[];
}

/** What would decide between causes, then everything else that could not be seen, then what crashed. */
export function gapsSection(page: Page): readonly Block[] {
  const missing = allMissing(page);
  const deciding = missing.filter(({ causes }) => causes.length > 0);
  const unseen = missing.filter(({ causes }) => causes.length === 0);
  const others = [...unseen.map((each) => unseenItem(page, each)), ...otherTitles(page, missing), ...crashes(page)];
  const rest = (count: number): Item => ({ mark: 'open', tone: 'dim', text: page.text('andMore', { count }) });
  return [
    ...list(
      page.text('decideHeading'),
      limited(
        deciding.map((each) => decidingItem(page, each)),
        page.verbose ? 100 : 5,
        rest,
      ),
    ),
    ...list(page.text('unseenHeading'), limited(others, page.verbose ? 100 : 8, rest)),
  ];
}

function list(heading: string, items: readonly Item[]): readonly Block[] {
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: heading },
        { kind: 'items', items },
      ];
}

/** Gaps by artifact: what most causes wait for comes first, then what most analyzers wait for. */
function allMissing(page: Page): readonly Missing[] {
  const { diagnosis } = page;
  const wanted = [
    ...[...diagnosis.causes, ...diagnosis.incidents.flatMap(({ causes }) => causes)].flatMap((cause) =>
      cause.wouldDecide.map((gap) => ({ gap, cause: cause.id, analyzer: undefined })),
    ),
    ...diagnosis.outcomes.flatMap((outcome) =>
      outcome.status === 'skipped' ? outcome.missing.map((gap) => ({ gap, cause: undefined, analyzer: outcome.analyzer })) : [],
    ),
  ];
  return [...Map.groupBy(wanted, ({ gap }) => gap.artifact)]
    .map(
      ([artifact, group]): Missing => ({
        artifact,
        reason: firstReason(group.map(({ gap }) => gap)),
        collectWith: [...new Set(group.flatMap(({ gap }) => gap.collectWith))],
        causes: distinct(group.map(({ cause }) => cause)),
        analyzers: distinct(group.map(({ analyzer }) => analyzer)),
      }),
    )
    .toSorted((a, b) => b.causes.length - a.causes.length || b.analyzers.length - a.analyzers.length);
}

function firstReason(gaps: readonly Gap[]): string {
  return gaps[0]?.reason ?? '';
}

function distinct(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}

function decidingItem(page: Page, missing: Missing): Item {
  const causes = limited(missing.causes, 4, (count) => page.text('andMore', { count })).join(', ');
  return {
    mark: 'open',
    text: page.text('decides', { artifact: missing.artifact, causes }),
    below: [{ kind: 'paragraph', text: missing.reason, tone: 'dim' }, ...collect(page, missing)],
  };
}

function unseenItem(page: Page, missing: Missing): Item {
  const analyzers = limited(missing.analyzers, page.verbose ? 100 : 3, (count) => page.text('andMore', { count })).join(', ');
  return {
    mark: 'open',
    text: page.text('unseenLine', { artifact: missing.artifact, reason: missing.reason }),
    below: [{ kind: 'paragraph', text: page.text('neededBy', { analyzers }), tone: 'dim' }, ...collect(page, missing)],
  };
}

function collect(page: Page, { collectWith }: Missing): readonly Block[] {
  if (collectWith.length === 0) return [];
  return [
    { kind: 'commands', label: page.text('collect'), commands: collectWith.slice(0, page.verbose ? 10 : 2).map((command) => fillCommand(page, command)) },
  ];
}

/** Artifacts that were not in the input and that nobody waits for: one line. */
function otherTitles(page: Page, missing: readonly Missing[]): readonly Item[] {
  const known = new Set(missing.map(({ artifact }) => artifact));
  const titles = page.diagnosis.snapshot.coverage.missing.filter(({ artifact }) => !known.has(artifact)).map(({ title }) => title);
  return titles.length === 0 ? [] : [{ mark: 'point', tone: 'dim', text: page.text('missingLine', { titles: titles.join(', ') }) }];
}

function crashes(page: Page): readonly Item[] {
  return page.diagnosis.outcomes.flatMap((outcome): readonly Item[] =>
    outcome.status === 'crashed'
      ? [
          {
            mark: 'bad',
            tone: 'bad',
            text: page.text('crashedLine', { analyzer: outcome.analyzer, error: outcome.error }),
            below: [{ kind: 'paragraph', text: page.text('crashedNote'), tone: 'dim' }],
          },
        ]
      : [],
  );
}
