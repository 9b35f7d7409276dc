import { isTableHeader } from '../../bundle/sniff.ts';

/**
 * Text with names replaced, cell by cell where it is a table of kubectl or istioctl: those are read by where their titles stand, so the columns move with
 * what is in them.
 */
export function renamedTables(text: string, rename: (text: string) => string): string {
  const out: string[] = [];
  let table: string[] = [];
  const endTable = (): void => {
    out.push(...renamedTable(table, rename));
    table = [];
  };
  for (const line of text.split('\n')) {
    const isHeader = isTableHeader(line);
    if (table.length > 0 && (isHeader || line.trim() === '')) endTable();
    if (isHeader || table.length > 0) table.push(line);
    else out.push(rename(line));
  }
  endTable();
  return out.join('\n');
}

function renamedTable([header, ...lines]: readonly string[], rename: (text: string) => string): readonly string[] {
  if (header === undefined) return [];
  const starts = [...header.matchAll(/\S+(?: \S+)*/g)].map(({ index }) => index);
  const rows = [header, ...lines].map((line, row) =>
    starts.map((from, column) => {
      const cell = line.slice(column === 0 ? 0 : from, starts[column + 1]);
      return row === 0 ? cell : rename(cell.trimEnd());
    }),
  );
  const widths = starts.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').trimEnd().length)) + 3);
  return rows.map((cells) =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : cell.trimEnd().padEnd(widths[column] ?? 0)))
      .join('')
      .trimEnd(),
  );
}
