import { megabytes } from './amounts.ts';
import type { PartState } from './states.ts';
import { type SetupLanguage, setupTexts } from './texts.ts';

/** Part · version · state · size · path, in columns; ends with a newline. */
export function statesTable(states: readonly PartState[], language: SetupLanguage): string {
  const say = setupTexts[language];
  const rows = [
    [say.part, say.version, say.state, say.size, say.path],
    ...states.map(({ part, version, state, bytes, path }) => [part, version ?? '-', say[state], bytes === undefined ? '-' : megabytes(bytes), path ?? '-']),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => cells(row[column] ?? ''))));
  return rows
    .map(
      (row) =>
        `${row
          .map((text, column) => text + ' '.repeat(Math.max(0, (widths[column] ?? 0) - cells(text))))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** Chinese characters and full-width punctuation take two cells of a terminal. */
function cells(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/.test(character) ? 2 : 1), 0);
}
