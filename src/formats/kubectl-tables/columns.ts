/** A table's rows, each as title → cell; a cell that is empty or `<none>` is absent. */
export interface Table {
  readonly titles: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: { readonly [title: string]: string } }[];
  /** 1-based line of the header. */
  readonly line: number;
}

const MOST_ROWS = 50_000;

/** The tables of a text: a line of upper-case titles, and the lines below it until a blank one or one that fits no row. */
export function findTables(text: string): readonly Table[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, '').slice(0, 8_000));
  const tables: Table[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const titles = titlesOf(lines[index] ?? '');
    if (titles === undefined) continue;
    const rows: Table['rows'][number][] = [];
    const header = index;
    for (index += 1; index < lines.length && rows.length < MOST_ROWS; index += 1) {
      const line = lines[index] ?? '';
      if (line.trim() === '' || titlesOf(line) !== undefined || /^[$#>] ?kubectl /.test(line)) break;
      rows.push({ line: index + 1, cells: cellsOf(line, titles) });
    }
    index -= 1;
    tables.push({ titles: titles.map(({ title }) => title), rows, line: header + 1 });
  }
  return tables;
}

interface Title {
  readonly title: string;
  readonly start: number;
}

/** `NAME   READY   LAST SEEN`: titles stand two spaces apart, so that one may have a space in it. */
function titlesOf(line: string): readonly Title[] | undefined {
  if (!/^[A-Z][A-Z0-9()/%_-]*( [A-Z0-9()-]+)*( {2,}|\t+| {2,}$)[A-Z]/.test(line)) return undefined;
  const titles = [...line.matchAll(/[A-Z0-9][A-Z0-9()/%_-]*(?: [A-Z0-9()/%_-]+)*/g)].map((match) => ({ title: match[0], start: match.index }));
  return titles.length >= 2 && !/[a-z]/.test(line.replaceAll('IPs', '')) ? titles : undefined;
}

/**
 * Cells by the columns the titles stand in. kubectl pads a column to its longest cell, so a cell begins where its title does; one
 * that does not (tabs, pasted and re-wrapped text) makes the row be split at two spaces instead.
 */
function cellsOf(line: string, titles: readonly Title[]): { readonly [title: string]: string } {
  const aligned = titles.map(({ start }, index) => line.slice(start, titles[index + 1]?.start ?? line.length).trim());
  const loose = line.trim().split(/ {2,}|\t+/);
  const fits = titles.every(({ start }) => start === 0 || line.length <= start || /^[ \t]{2}/.test(line.slice(start - 2, start)));
  const isShifted = loose.length === titles.length && aligned.slice(0, -1).some((cell) => / {2,}/.test(cell));
  const chosen = fits && !isShifted ? aligned : loose;
  const cells: { [title: string]: string } = {};
  for (const [index, { title }] of titles.entries()) {
    const cell = chosen[index] ?? '';
    if (cell !== '' && cell !== '<none>' && cell !== '<unknown>' && cell !== '<nil>') cells[title] = cell;
  }
  return cells;
}
