import type { JsonObject } from '../../model/json.ts';
import { findTables } from './columns.ts';
import { findDescribedPods } from './describe.ts';
import { eventsOf } from './events-table.ts';
import { objectsOf } from './object-tables.ts';

/** Objects in the API's form, read off one table or description, and the 1-based line it starts on. */
export interface TableRead {
  readonly objects: readonly JsonObject[];
  readonly line: number;
}

/**
 * What `kubectl get` and `kubectl describe` printed, anywhere in a text, as objects of the API's form with
 * `why503Partial: true`: most of their fields are missing, and ages stand under `why503` because they cannot be dated.
 */
export function readKubectlTables(text: string): readonly TableRead[] {
  const tables = findTables(text).map((table) => ({
    line: table.line,
    objects: table.titles.includes('LAST SEEN') && table.titles.includes('OBJECT') ? eventsOf(table) : objectsOf(table),
  }));
  return [...tables, ...findDescribedPods(text)].filter(({ objects }) => objects.length > 0);
}
