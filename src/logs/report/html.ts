import { safe } from '../../report/index.ts';

/** Text as HTML shows it: nothing in it can begin a tag, an attribute or an entity. */
export function escaped(text: string): string {
  return safe(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/** A table; every cell is escaped. Columns named in `numbers` stand to the right. */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[], numbers: ReadonlySet<number> = new Set()): string {
  const cell = (tag: 'th' | 'td') => (text: string, index: number) => `<${tag}${numbers.has(index) ? ' class="n"' : ''}>${escaped(text)}</${tag}>`;
  const body = rows.map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`).join('\n');
  return `<div class="scroll"><table><thead><tr>${head.map(cell('th')).join('')}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** One column of a chart: stacked heights, what the pointer tells, and a label below it. */
export interface Column {
  readonly parts: readonly { readonly kind: 'reset' | 'reused' | 'renewed'; readonly value: number }[];
  readonly title: string;
  readonly label?: string;
  /** Drawn with a line through the chart and this text at its top. */
  readonly mark?: string;
}

const WIDTH = 960;
const HEIGHT = 220;
const FOOT = 90;

/** A chart of standing columns as SVG. Heights grow with the square root, so that ten failures show beside a million that went well. */
export function columnChart(name: string, columns: readonly Column[]): string {
  const most = Math.max(1, ...columns.flatMap(({ parts }) => parts.map(({ value }) => value)));
  const step = WIDTH / Math.max(1, columns.length);
  const heightOf = (value: number): number => (value <= 0 ? 0 : Math.max(2, Math.sqrt(value / most) * (HEIGHT - 20)));
  const drawn = columns.map(({ parts, title, label, mark }, index) => {
    const left = index * step;
    const width = Math.max(1, (step * 0.9) / parts.length);
    const bars = parts.map(({ kind, value }, place) => {
      const height = heightOf(value);
      return `<rect class="${kind}" x="${round(left + place * width)}" y="${round(HEIGHT - height)}" width="${round(width)}" height="${round(height)}"/>`;
    });
    const middle = round(left + step / 2);
    const text = label === undefined ? '' : `<text transform="translate(${middle} ${HEIGHT + 12}) rotate(50)">${escaped(label)}</text>`;
    const line =
      mark === undefined
        ? ''
        : `<line class="mark" x1="${middle}" x2="${middle}" y1="0" y2="${HEIGHT}"/><text class="mark" x="${middle}" y="12" dx="4">${escaped(mark)}</text>`;
    return `<g><title>${escaped(title)}</title><rect class="hit" x="${round(left)}" y="0" width="${round(step)}" height="${HEIGHT}"/>${bars.join('')}${text}${line}</g>`;
  });
  return `<svg viewBox="0 0 ${WIDTH + 40} ${HEIGHT + FOOT}" role="img" aria-label="${escaped(name)}"><line class="axis" x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}"/>${drawn.join('\n')}</svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
