import { cleanLine } from './clean-line.ts';
import { peelJson } from './json-wrappers.ts';
import { joinPieces, keepPiece, type LineMemory } from './line-memory.ts';
import { peelMarker } from './markers.ts';
import { peelKubectlPrefix, peelRuntimeTime, peelSternPrefix, peelSyslog } from './prefixes.ts';
import type { Peeled, UnwrappedLine } from './unwrapped-line.ts';

/** Wrappers are nested at most so deep: `stern` over syslog over Fluent Bit over CRI. */
const mostLayers = 5;

/**
 * Takes off what runtimes, tools and shippers put around a line of a log, and tells what they said. The outermost time and the
 * innermost names win. With a memory, pieces of split lines are joined; without one they are given as they are.
 */
export function unwrapLine(line: string, memory?: LineMemory): UnwrappedLine {
  let current: UnwrappedLine = { text: cleanLine(line) };
  for (let layer = 0; layer < mostLayers; layer += 1) {
    const peeled = peel(current.text);
    if (peeled === undefined) return current;
    const identity = peeled.identity === undefined ? current.identity : { ...current.identity, ...peeled.identity };
    const time = current.time ?? peeled.time;
    const said = { ...(time === undefined ? {} : { time }), ...(identity === undefined ? {} : { identity }) };
    if (peeled.marker !== undefined) return { text: '', ...said, marker: peeled.marker };
    if (peeled.piece === 'more') {
      if (memory === undefined) return { text: cleanLine(peeled.text), ...said, partial: true };
      keepPiece(memory, streamOf(peeled, current), peeled.text);
      return { text: '', ...said, partial: true };
    }
    const text = peeled.piece === 'last' && memory !== undefined ? joinPieces(memory, streamOf(peeled, current), peeled.text) : peeled.text;
    if (text === current.text) return { text, ...said };
    current = { text: cleanLine(text), ...said };
  }
  return current;
}

/** Tries what the first character allows: most lines are tried against nothing at all. */
function peel(line: string): Peeled | undefined {
  const first = line.charCodeAt(0);
  if (first === 91) return line.charCodeAt(1) === 112 ? peelKubectlPrefix(line) : undefined;
  if (first >= 48 && first <= 57) return peelRuntimeTime(line);
  if (first === 123) return peelJson(line);
  if (first >= 97 && first <= 122) return line.startsWith('kubectl ') ? peelMarker(line) : peelSternPrefix(line);
  if (first === 60 || (first >= 65 && first <= 90)) return peelSyslog(line);
  return first === 61 || first === 36 || first === 35 || first === 43 ? peelMarker(line) : undefined;
}

const streamOf = (peeled: Peeled, outer: UnwrappedLine): string =>
  [outer.identity?.namespace, outer.identity?.pod, outer.identity?.container, peeled.stream].join('/');
