import raw from './kept-words.json' with { type: 'json' };

/**
 * Words that stay wherever they stand: those that readers of evidence look for, names of fields, and parts of names that everybody has
 * (`vminsert`, `istiod`, `api`, `prod`). Who replaced them would change the diagnosis, or hide nobody. `node tools/kept-words.ts` writes the list.
 */
export const keptWords: ReadonlySet<string> = new Set(raw.flatMap((line) => line.split(' ')));
