import { isNonEmpty, type NonEmpty, type Reference } from '../../model/evidence.ts';
import { parseVersion, satisfies } from './version.ts';

/** A value that holds for a range of versions, and the document that says so. */
export interface ByVersion<T> {
  readonly value: T;
  /** For example `>=1.24 <1.27`. */
  readonly versions: string;
  readonly reference: Reference;
}

/** What a look-up by version gives: all that may hold. `known` is there when only one can. */
export interface Possible<T> {
  readonly possible: NonEmpty<ByVersion<T>>;
  readonly known?: ByVersion<T>;
}

/**
 * The entries of a table that hold for a version. With no version, or one that cannot be read or that no entry covers, every
 * entry remains possible: never a silent guess.
 */
export function byVersion<T>(table: NonEmpty<ByVersion<T>>, version: string | undefined): Possible<T> {
  const readable = version !== undefined && parseVersion(version) !== undefined;
  const fitting = readable ? table.filter(({ versions }) => satisfies(version, versions)) : [];
  const possible = isNonEmpty(fitting) ? fitting : table;
  return possible.length === 1 ? { possible, known: possible[0] } : { possible };
}
