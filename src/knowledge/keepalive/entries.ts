import table from './entries.json' with { type: 'json' };
import type { KeepAliveEntry } from './entry.ts';

const entries: unknown = table.entries;

/** Every entry, by id in alphabetical order. */
export const keepAliveEntries: readonly KeepAliveEntry[] = entries as readonly KeepAliveEntry[]; // the compiler has checked each in its own file
