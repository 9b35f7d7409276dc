import type { Bar, Terminal } from './blocks.ts';
import { displayWidth, padEnd } from './display-width.ts';

/** Eighths of a column, so that small differences show. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A plot of lying bars under its title: label, bar, and what it stands for. What is not nothing has a bar that can be seen. */
export function printBars(title: string, rows: readonly Bar[], { width, paint, ascii }: Terminal): readonly string[] {
  const labels = Math.max(0, ...rows.map(({ label }) => displayWidth(label)));
  const shown = Math.max(0, ...rows.map((row) => displayWidth(row.shown)));
  const room = Math.max(4, width - labels - shown - 6);
  const most = Math.max(0, ...rows.map(({ value }) => value));
  return [
    paint.dim(title),
    ...rows.map(({ label, value, shown: text, tone }) => {
      const columns = most <= 0 || value <= 0 ? 0 : Math.max(1 / 8, (value / most) * room);
      const bar = ascii ? '#'.repeat(Math.ceil(columns)) : `${'█'.repeat(Math.trunc(columns))}${eighths[Math.trunc((columns % 1) * 8)] ?? ''}`;
      return `  ${padEnd(label, labels)}  ${paint[tone ?? 'plain'](bar)}${bar === '' ? '' : ' '}${text}`;
    }),
  ];
}
