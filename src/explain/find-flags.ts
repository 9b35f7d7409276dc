import { flagOfLongName } from '../knowledge/envoy/flag-of-long-name.ts';
import { responseFlags } from '../knowledge/envoy/response-flags.ts';

const flagList = '[A-Z]{2,5}(?:,[A-Z]{2,5}){0,5}';
const afterStatus = new RegExp(`(?:^|[\\s":=])(?:0|[1-5]\\d\\d)"?,?\\s+"?(${flagList})(?=$|[\\s",;|:])`);
const named = new RegExp(`\\b(?:response_?flags(?:_long)?|flags?)"?\\s{0,3}[:=]?\\s{0,3}\\[?"?(${flagList})\\b`, 'i');

/**
 * Response flags in a text, as written and in order: behind a status, behind the name of the field, as long names, or as the
 * whole of a short text. Prose in capitals is not taken for flags.
 */
export function flagsIn(text: string): readonly string[] {
  for (const pattern of [afterStatus, named]) {
    const flags = known(pattern.exec(text)?.[1]);
    if (flags.length > 0) return flags;
  }
  const long = [...text.matchAll(/\b[A-Z][A-Za-z]{8,40}\b/g)].flatMap(([word]) => flagOfLongName(word) ?? []);
  if (long.length > 0) return [...new Set(long)];
  return wholeOf(text);
}

function wholeOf(text: string): readonly string[] {
  const words = text
    .trim()
    .split(/[\s,"'`[\]()]+/)
    .filter((word) => word !== '');
  if (words.length === 0 || words.length > 5) return [];
  const flags = words.flatMap((word) => known(words.length === 1 ? word.toUpperCase() : word));
  const rest = words.filter(
    (word) => !(word.toUpperCase() in responseFlags) && !/^(?:[0-5]\d\d|0|HTTP\/[\d.]+|flags?|-|envoy|istio|response|error)$/i.test(word),
  );
  return rest.length === 0 ? flags : [];
}

function known(list: string | undefined): readonly string[] {
  if (list === undefined) return [];
  const flags = list.toUpperCase().split(',');
  return flags.every((flag) => Object.hasOwn(responseFlags, flag)) ? flags : [];
}
