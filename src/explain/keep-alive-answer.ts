import { inLanguage, type Language } from '../knowledge/bilingual.ts';
import { clientCollisions, type Collision, serverCollisions } from '../knowledge/keepalive/collisions.ts';
import type { Side, KeepAliveEntry } from '../knowledge/keepalive/entry.ts';
import { allEntries, findEntries, nearestNames } from '../knowledge/keepalive/find-entries.ts';
import { safeClientIdle, safeServerIdle } from '../race/safe-limit.ts';
import type { KeepAliveAnswer, KeepAliveFacts, KeepAliveSide } from './keep-alive-types.ts';
import { keepAliveQuestion } from './keep-alive-question.ts';

/** More words beside the matter than this are no name that was mistyped. */
const mostUnknownWords = 2;

/** What is known of the software a text asks for; without entries, but with the nearest names, when it is unknown. Undefined: no such question. */
export function keepAliveAnswer(text: string, language: Language): KeepAliveAnswer | undefined {
  const question = keepAliveQuestion(text);
  if (question === undefined) return undefined;
  const { name, side, mayBeMistyped } = question;
  const isAsked = (entry: KeepAliveEntry): boolean => side === undefined || entry[side] !== undefined;
  const { entries, related } = name === '' ? { entries: allEntries().filter(isAsked), related: [] } : findEntries(name, isAsked);
  if (entries.length > 0) return { entries: entries.map((entry) => factsOf(entry, language)), related: related.map(({ id }) => id), nearest: [] };
  return mayBeMistyped && name.split(' ').length <= mostUnknownWords ? { entries: [], related: [], nearest: nearestNames(name) } : undefined;
}

function factsOf(entry: KeepAliveEntry, language: Language): KeepAliveFacts {
  const { id, name, role, checked, note } = entry;
  const sides = (['server', 'client', 'device'] as const).flatMap((as) => {
    const side = entry[as];
    return side === undefined ? [] : [sideOf(as, side, language)];
  });
  return { id, name, role, checked, sides, ...(note === undefined ? {} : { note: inLanguage(note, language) }) };
}

function sideOf(as: KeepAliveSide['as'], side: Side, language: Language): KeepAliveSide {
  const { idle, shipped, header, retries, flags, ...rest } = side;
  const limits = [...idle.flatMap(({ value }) => (typeof value === 'number' ? [value] : [])), ...(shipped === undefined ? [] : [shipped.value])];
  return {
    as,
    idle: idle.map(({ value, versions }) => ({ value, ...(versions === undefined ? {} : { versions }) })),
    ...(shipped === undefined ? {} : { shipped }),
    ...rest,
    ...(header === undefined ? {} : { header: inLanguage(header, language) }),
    ...(retries === undefined ? {} : { retries: inLanguage(retries, language) }),
    ...(flags === undefined ? {} : { flags: flags.map((flag) => `--${flag.name}`) }),
    collisions: collisionsOf(as, side).map(({ kind, ms, what }) => ({ kind, ms, what: inLanguage(what, language) })),
    safe: limits.map((limit) => {
      const other = as === 'client' ? safeServerIdle(limit) : safeClientIdle(limit);
      return { limit, ...(other === undefined ? {} : { other }) };
    }),
  };
}

function collisionsOf(as: KeepAliveSide['as'], side: Side): readonly Collision[] {
  switch (as) {
    case 'server':
      return serverCollisions(side);
    case 'client':
      return clientCollisions(side);
    case 'device':
      return [];
  }
}
