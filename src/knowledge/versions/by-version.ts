import { isNonEmpty, type NonEmpty, type Reference } from '../../model/evidence.ts';
import { maySatisfy, parseVersion } from './version.ts';

/**
 * How well a value is known: seen to happen, read in the source of those versions, said by their makers' documents or change logs, said by
 * others, or taken from the branch a release will be cut from.
 */
export type Confidence = 'measured' | 'source' | 'document' | 'secondary' | 'assumed';

/** A value that holds for a range of versions, and the document that says so. */
export interface ByVersion<T> {
  readonly value: T;
  /** For example `>=1.24 <1.27`. */
  readonly versions: string;
  readonly reference: Reference;
  readonly confidence: Confidence;
}

/** What a look-up by version gives: all that may hold. `known` is there when only one can. */
export interface Possible<T> {
  readonly possible: NonEmpty<ByVersion<T>>;
  readonly known?: ByVersion<T>;
}

/**
 * The entries of a table that hold for a version. With no version, or one that cannot be read or that no entry covers, every
 * entry remains possible: never a silent guess. A version that names fewer numbers than a range (`1.38` beside `>=1.38.1`) leaves open what
 * those numbers decide.
 */
export function byVersion<T>(table: NonEmpty<ByVersion<T>>, version: string | undefined): Possible<T> {
  const readable = version !== undefined && parseVersion(version) !== undefined;
  const fitting = readable ? table.filter(({ versions }) => maySatisfy(version, versions)) : [];
  const possible = isNonEmpty(fitting) ? fitting : table;
  return possible.length === 1 ? { possible, known: possible[0] } : { possible };
}
