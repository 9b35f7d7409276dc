import type { Row, Terminal } from './blocks.ts';
import { displayWidth, padEnd } from './display-width.ts';
import { wrap } from './wrap.ts';

/** Aligned columns; where the lines would be too long, the last column wraps; where even that does not fit, one line per cell. */
export function printTable(head: readonly string[], rows: readonly Row[], terminal: Terminal): readonly string[] {
  const columns = head.map((title, index) => Math.max(displayWidth(title), ...rows.map(({ cells }) => displayWidth(cells[index] ?? ''))));
  const before = columns.slice(0, -1).reduce((sum, each) => sum + each + 2, 2);
  const room = terminal.width - before;
  if (room < Math.min(16, columns.at(-1) ?? 0)) return stacked(head, rows, terminal);
  const line = (cells: readonly string[]): readonly string[] => {
    const start = cells
      .slice(0, -1)
      .map((cell, index) => padEnd(cell, (columns[index] ?? 0) + 2))
      .join('');
    const [first = '', ...rest] = wrap(cells.at(-1) ?? '', room);
    return [`  ${start}${first}`, ...rest.map((each) => ' '.repeat(before) + each)];
  };
  return [...line(head).map(terminal.paint.dim), ...rows.flatMap(({ cells, tone }) => line(cells).map(terminal.paint[tone ?? 'plain']))];
}

function stacked(head: readonly string[], rows: readonly Row[], { width, paint }: Terminal): readonly string[] {
  return rows.flatMap(({ cells, tone }) => {
    const [first = '', ...rest] = cells;
    const others = rest.flatMap((cell, index) => (cell === '' ? [] : wrap(`${head[index + 1] ?? ''}: ${cell}`, width - 4).map((line) => `    ${line}`)));
    return [...wrap(first, width - 2).map((line) => paint[tone ?? 'plain'](`  ${line}`)), ...others];
  });
}
