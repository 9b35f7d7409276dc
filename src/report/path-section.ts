import type { Hop, InferredLimit, Party } from '../model/diagnosis.ts';
import type { Evidence, Traced } from '../model/evidence.ts';
import type { Milliseconds } from '../model/time.ts';
import type { Block, Item, Link, Row } from './blocks.ts';
import { evidenceBlocks, isCited } from './evidence-section.ts';
import { brokenHop, hopName, type Page } from './page.ts';
import { duration, exact, shortDuration } from './quantities.ts';

/** The request path as a picture, a table of its limits, and where the limits of the broken hop come from. */
export function pathSection(page: Page): readonly Block[] {
  const { path } = page.diagnosis;
  if (path.length === 0) return [];
  const broken = brokenHop(page);
  return [
    { kind: 'heading', text: page.text('pathHeading') },
    ...chains(path).map((hops): Block => ({ kind: 'chain', links: links(hops, broken), key: page.text('pictureKey') })),
    table(page, path, broken),
    ...(limitsMatter(page) ? limitSources(page, page.hop(broken)) : []),
  ];
}

/** Consecutive hops make one picture; a hop that starts elsewhere begins another. */
function chains(path: readonly Hop[]): readonly (readonly Hop[])[] {
  const found: Hop[][] = [];
  for (const hop of path) {
    const last = found.at(-1);
    if (last !== undefined && last.at(-1)?.server.name === hop.client.name) last.push(hop);
    else found.push([hop]);
  }
  return found;
}

function links(hops: readonly Hop[], broken: string | undefined): readonly Link[] {
  const last = hops.at(-1);
  return [
    ...hops.map(
      (hop): Link => ({
        ...station(hop.client),
        arrow: { broken: hop.id === broken, limits: `${limit(hop.idleTimeout.client)}|${limit(hop.idleTimeout.server, hop.idleTimeout.inferred)}` },
      }),
    ),
    ...(last === undefined ? [] : [station(last.server)]),
  ];
}

function station(party: Party): Link {
  return { name: party.name, proxy: party.role !== 'app' && party.role !== 'external' };
}

function limit(idle: Traced<Milliseconds> | undefined, inferred?: InferredLimit): string {
  if (idle !== undefined) return shortDuration(idle.value);
  return inferred === undefined ? '?' : `~${shortDuration(inferred.estimate)}`;
}

function table(page: Page, path: readonly Hop[], broken: string | undefined): Block {
  const { text } = page;
  return {
    kind: 'table',
    head: [text('hop'), text('clientKeeps'), text('serverCloses'), text('note')],
    rows: path.map(
      (hop): Row => ({
        cells: [hopName(hop.id), long(hop.idleTimeout.client), long(hop.idleTimeout.server, hop.idleTimeout.inferred), note(page, hop, broken)],
        ...(hop.id === broken ? { tone: 'bad' } : {}),
      }),
    ),
  };
}

function long(idle: Traced<Milliseconds> | undefined, inferred?: InferredLimit): string {
  if (idle !== undefined) return duration(idle.value);
  return inferred === undefined ? '?' : `~${duration(inferred.estimate)}`;
}

/** The receiving side must wait longer than the sending side; what is not so is worth a word where limits may explain failures. */
function note(page: Page, hop: Hop, broken: string | undefined): string {
  const { client, server } = hop.idleTimeout;
  const order =
    !limitsMatter(page) || client === undefined || server === undefined || server.value > client.value
      ? []
      : [page.text(server.value === client.value ? 'sameLimit' : 'serverFirst')];
  const speaks = [hop.protocol?.value, hop.security?.value].filter((word) => word !== undefined).join(' ');
  const inferred =
    server === undefined && hop.idleTimeout.inferred !== undefined ? [page.text('limitInferred', { resets: hop.idleTimeout.inferred.resets })] : [];
  return [...(hop.id === broken ? [page.text('brokenHere')] : []), ...order, ...inferred, ...(speaks === '' ? [] : [speaks])].join(page.text('comma'));
}

/** Where limits come from interests those whose failures they may explain, not those of a killed container. */
function limitsMatter(page: Page): boolean {
  const [incident] = page.diagnosis.incidents;
  const best = incident?.causes[0];
  return page.verbose || best === undefined || best.verdict !== 'confirmed' || limitCauses.has(best.id);
}

const limitCauses: ReadonlySet<string> = new Set(['keepalive-idle-mismatch', 'connection-lifetime-limit', 'middlebox-idle-drop']);

/** One place per limit; the command that shows it only where no argument below brings it. */
function limitSources(page: Page, hop: Hop | undefined): readonly Block[] {
  if (hop === undefined) return [];
  const { client, server, inferred } = hop.idleTimeout;
  const items = [
    ...(client === undefined ? [] : [limitItem(page, page.text('clientLimit', { value: duration(client.value) }), client.from)]),
    ...(server === undefined ? [] : [limitItem(page, page.text('serverLimit', { value: duration(server.value) }), server.from)]),
    ...(server !== undefined || inferred === undefined ? [] : [limitItem(page, inferredText(page, inferred), inferred.from)]),
  ];
  return items.length === 0
    ? []
    : [
        { kind: 'paragraph', text: page.text('limitsFrom'), tone: 'strong' },
        { kind: 'items', items },
      ];
}

function inferredText(page: Page, { estimate, low, high, resets }: InferredLimit): string {
  return page.text('inferredLimit', { value: duration(estimate), low: exact(low), high: exact(high), resets });
}

function limitItem(page: Page, text: string, from: readonly Evidence[]): Item {
  const isToldBelow = from.some((each) => isCited(page, page.diagnosis.incidents[0], each));
  const blocks = evidenceBlocks(page, from);
  return { mark: 'point', text, below: isToldBelow ? blocks.filter(({ kind }) => kind !== 'commands') : blocks };
}
