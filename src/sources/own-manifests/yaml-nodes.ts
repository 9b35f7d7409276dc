import { COLLECTION_STYLE, EVENT_ID, type Event, parseEvents, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';

/** Where a value stands in a YAML text; `end` is behind its last character, quotes and brackets included. */
export type YamlNode =
  | { readonly kind: 'scalar'; readonly style: 'plain' | 'single' | 'double' | 'block' | 'empty'; readonly start: number; readonly end: number }
  | { readonly kind: 'alias'; readonly start: number; readonly end: number }
  | { readonly kind: 'map'; readonly isFlow: boolean; readonly start: number; readonly end: number; readonly pairs: readonly YamlPair[] }
  | { readonly kind: 'list'; readonly isFlow: boolean; readonly start: number; readonly end: number; readonly items: readonly YamlNode[] };

export interface YamlPair {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

/**
 * The documents of a YAML text as nodes with their places, by js-yaml's events; undefined for what has no content. Throws js-yaml's exception where the text
 * is not YAML. A document with a form that is not followed here (`? key`) is undefined too.
 */
export function yamlNodes(text: string): readonly (YamlNode | undefined)[] {
  const events = parseEvents(text, {});
  const documents: (YamlNode | undefined)[] = [];
  const walk: Walk = { text, events, at: 0, behind: 0, isFollowed: true };
  while (walk.at < events.length) {
    walk.at += 1; // the document itself
    walk.isFollowed = true;
    const root = walk.events[walk.at]?.type === EVENT_ID.POP ? undefined : nodeAt(walk);
    documents.push(walk.isFollowed ? root : undefined);
    walk.at += 1; // its end
  }
  return documents;
}

interface Walk {
  readonly text: string;
  readonly events: readonly Event[];
  at: number;
  /** Behind what was read last. */
  behind: number;
  isFollowed: boolean;
}

function nodeAt(walk: Walk): YamlNode {
  const event = walk.events[walk.at];
  walk.at += 1;
  const node = event === undefined ? emptyAt(walk.behind) : ofEvent(event, walk);
  walk.behind = Math.max(walk.behind, node.end);
  return node;
}

function ofEvent(event: Event, walk: Walk): YamlNode {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return scalar(event, walk);
    case EVENT_ID.ALIAS:
      return { kind: 'alias', start: event.anchorStart - 1, end: event.anchorEnd };
    case EVENT_ID.MAPPING: {
      const isFlow = event.style === COLLECTION_STYLE.FLOW;
      if (isFlow) walk.behind = event.start + 1;
      const pairs: YamlPair[] = [];
      while (isOpen(walk)) pairs.push(pairAt(walk));
      walk.at += 1;
      return { kind: 'map', isFlow, start: event.start, end: isFlow ? closing(walk, '}') : walk.behind, pairs };
    }
    case EVENT_ID.SEQUENCE: {
      const isFlow = event.style === COLLECTION_STYLE.FLOW;
      walk.behind = isFlow ? event.start + 1 : event.start;
      const items: YamlNode[] = [];
      while (isOpen(walk)) {
        if (!isFlow) walk.behind = skipped(walk.text, walk.behind) + 1; // its dash
        items.push(nodeAt(walk));
      }
      walk.at += 1;
      return { kind: 'list', isFlow, start: event.start, end: isFlow ? closing(walk, ']') : walk.behind, items };
    }
    default:
      walk.isFollowed = false;
      return emptyAt(walk.behind);
  }
}

function pairAt(walk: Walk): YamlPair {
  const key = nodeAt(walk);
  const colon = /^[ \t]*:/.exec(walk.text.slice(key.end, key.end + 80));
  if (colon === null) walk.isFollowed = false;
  walk.behind = key.end + (colon?.[0].length ?? 0);
  return { key, value: nodeAt(walk) };
}

function scalar(event: ScalarEvent, walk: Walk): YamlNode {
  const { valueStart: start, valueEnd: end, style } = event;
  if (event.tagStart >= 0) walk.isFollowed = false;
  if (start < 0) return emptyAt(event.anchorEnd >= 0 ? event.anchorEnd : walk.behind);
  if (style === SCALAR_STYLE.SINGLE_QUOTED) return { kind: 'scalar', style: 'single', start: start - 1, end: end + 1 };
  if (style === SCALAR_STYLE.DOUBLE_QUOTED) return { kind: 'scalar', style: 'double', start: start - 1, end: end + 1 };
  if (style === SCALAR_STYLE.PLAIN) return { kind: 'scalar', style: 'plain', start, end };
  return { kind: 'scalar', style: 'block', start: Math.max(walk.text.lastIndexOf('|', start), walk.text.lastIndexOf('>', start)), end };
}

const emptyAt = (at: number): YamlNode => ({ kind: 'scalar', style: 'empty', start: at, end: at });

const isOpen = ({ events, at }: Walk): boolean => at < events.length && events[at]?.type !== EVENT_ID.POP;

/** Behind the bracket that closes a flow collection. */
function closing(walk: Walk, bracket: string): number {
  let at = skipped(walk.text, walk.behind);
  if (walk.text[at] === ',') at = skipped(walk.text, at + 1);
  if (walk.text[at] !== bracket) walk.isFollowed = false;
  walk.behind = at + 1;
  return at + 1;
}

/** The next character that is no space and no comment. */
function skipped(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at += 1;
    if (text[at] !== '#') return at;
    while (at < text.length && text[at] !== '\n') at += 1;
  }
}
