import type { Gap } from '../model/diagnosis.ts';
import type { MissingEntry } from '../model/snapshot.ts';
import { artifactTitle, gapReason } from './artifact-title.ts';
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

/**
 * What would decide between causes: what open causes wait for and, where nothing is decided, the most telling pieces that are
 * missing altogether.
 */
export function decideSection(page: Page): readonly Block[] {
  const deciding = allMissing(page).filter(({ causes }) => causes.length > 0);
  const rest = (count: number): Item => ({ mark: 'open', tone: 'dim', text: page.text('andMore', { count }) });
  const waited = deciding.map((each) => ({ artifact: each.artifact, item: decidingItem(page, each) }));
  if (page.diagnosis.verdict !== 'undecided') {
    return list(
      page.text('decideHeading'),
      limited(
        waited.map(({ item }) => item),
        page.verbose ? 100 : 5,
        rest,
      ),
    );
  }
  const told = [...waited, ...telling(page, deciders(deciding))].toSorted((a, b) => rankOf(a.artifact) - rankOf(b.artifact)).map(({ item }) => item);
  return list(page.text('decideHeading'), limited([...serverLog(page), ...told], page.verbose ? 100 : 6, rest));
}

/** What else could not be seen, then what crashed. What `decideSection` names is not named twice. */
export function gapsSection(page: Page): readonly Block[] {
  const missing = allMissing(page);
  const named = new Set(page.diagnosis.verdict === 'undecided' ? tellingOf(page, deciders(missing)).map(({ artifact }) => artifact) : []);
  const unseen = missing.filter(({ artifact, causes }) => causes.length === 0 && !named.has(artifact));
  const others = [
    ...unseen.map((each) => unseenItem(page, each)),
    ...otherTitles(page, new Set([...missing.map(({ artifact }) => artifact), ...named])),
    ...crashes(page),
  ];
  const rest = (count: number): Item => ({ mark: 'open', tone: 'dim', text: page.text('andMore', { count }) });
  return list(page.text('unseenHeading'), limited(others, page.verbose ? 100 : 8, rest));
}

function list(heading: string, items: readonly Item[]): readonly Block[] {
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: heading },
        { kind: 'items', items },
      ];
}

/** Kinds of evidence by how much they usually decide about failing requests. */
const usefulness = ['pods', 'access-logs', 'container-logs', 'events', 'proxy-config', 'metrics', 'endpoint-slices', 'services', 'proxy-certs'] as const;
const ids: readonly string[] = usefulness;

function rankOf(artifact: string): number {
  const index = ids.indexOf(artifact);
  return index < 0 ? usefulness.length : index;
}

function deciders(missing: readonly Missing[]): ReadonlySet<string> {
  return new Set(missing.flatMap(({ artifact, causes }) => (causes.length > 0 ? [artifact] : [])));
}

/** The three most telling kinds that are missing and that no open cause names by itself. */
function tellingOf(page: Page, named: ReadonlySet<string>): readonly (MissingEntry & { readonly id: (typeof usefulness)[number] })[] {
  const { missing } = page.diagnosis.snapshot.coverage;
  return usefulness.flatMap((id) => missing.filter(({ artifact }) => artifact === id && !named.has(artifact)).map((entry) => ({ ...entry, id }))).slice(0, 3);
}

function telling(page: Page, named: ReadonlySet<string>): readonly { readonly artifact: string; readonly item: Item }[] {
  return tellingOf(page, named).map((entry) => ({
    artifact: entry.artifact,
    item: {
      mark: 'open',
      text: page.text('tells', { artifact: artifactTitle(page, entry.artifact, entry.title), what: page.text(`tells.${entry.id}`) }),
      below: collect(page, entry),
    },
  }));
}

/** Every failing answer came from further on, and who says so is not the last proxy: that one's log tells why. */
function serverLog(page: Page): readonly Item[] {
  const isFromFurtherOn = page.diagnosis.incidents.some(
    ({ flags, details }) => flags.every((flag) => flag === '-') && details.some((each) => each.startsWith('via_upstream')),
  );
  if (!isFromFurtherOn) return [];
  return [{ mark: 'open', text: page.text('serverLog'), below: collect(page, { collectWith: ['kubectl -n {namespace} logs {pod} -c istio-proxy'] }) }];
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
    text: page.text('decides', { artifact: artifactTitle(page, missing.artifact), causes }),
    below: [{ kind: 'paragraph', text: gapReason(page, missing), tone: 'dim' }, ...collect(page, missing)],
  };
}

function unseenItem(page: Page, missing: Missing): Item {
  const analyzers = limited(missing.analyzers, page.verbose ? 100 : 3, (count) => page.text('andMore', { count })).join(', ');
  return {
    mark: 'open',
    text: page.text('unseenLine', { artifact: artifactTitle(page, missing.artifact), reason: gapReason(page, missing) }),
    below: [{ kind: 'paragraph', text: page.text('neededBy', { analyzers }), tone: 'dim' }, ...collect(page, missing)],
  };
}

function collect(page: Page, { collectWith }: { readonly collectWith: readonly string[] }): readonly Block[] {
  if (collectWith.length === 0) return [];
  return [
    { kind: 'commands', label: page.text('collect'), commands: collectWith.slice(0, page.verbose ? 10 : 2).map((command) => fillCommand(page, command)) },
  ];
}

/** Artifacts that were not in the input and that nobody waits for: one line. */
function otherTitles(page: Page, known: ReadonlySet<string>): readonly Item[] {
  const titles = page.diagnosis.snapshot.coverage.missing
    .filter(({ artifact }) => !known.has(artifact))
    .map(({ artifact, title }) => artifactTitle(page, artifact, title));
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
