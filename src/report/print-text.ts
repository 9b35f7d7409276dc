import type { Block, Item, Mark, Pair, Terminal } from './blocks.ts';
import { displayWidth, padEnd } from './display-width.ts';
import { printBars } from './print-bars.ts';
import { printChain } from './print-chain.ts';
import { printTable } from './print-table.ts';
import { safe } from './safe.ts';
import { shellLines } from './shell.ts';
import { wrap } from './wrap.ts';

const signs: Readonly<Record<Mark, readonly [string, string]>> = {
  bad: ['✗', 'x'],
  good: ['✓', 'v'],
  open: ['?', '?'],
  for: ['+', '+'],
  against: ['-', '-'],
  point: ['•', '*'],
  place: ['›', '>'],
  step: ['▸', '>'],
};

/** Blocks as text for a terminal. Every string is made safe here and nowhere else; the result ends with one newline. */
export function printText(blocks: readonly Block[], terminal: Terminal): string {
  const lines = printBlocks(blocks, terminal).map((line) => line.trimEnd());
  const text = lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return `${terminal.ascii ? text.replaceAll('…', '...') : text}\n`;
}

function printBlocks(blocks: readonly Block[], terminal: Terminal): readonly string[] {
  return blocks.flatMap((block) => printBlock(block, terminal));
}

function printBlock(block: Block, terminal: Terminal): readonly string[] {
  const { width, paint, ascii } = terminal;
  switch (block.kind) {
    case 'headline': {
      const start = `${sign(block.mark, ascii)} ${safe(block.label)}  `;
      return [...hang(start, safe(block.text), terminal).map(block.tone === 'plain' ? paint.strong : paint[block.tone]), ''];
    }
    case 'heading': {
      const text = safe(block.text);
      return ['', ...wrap(text, width).map(paint.strong), paint.dim((ascii ? '-' : '─').repeat(Math.min(width, displayWidth(text))))];
    }
    case 'paragraph':
      return [...(block.tone === 'strong' ? [''] : []), ...wrap(safe(block.text), width).map(paint[block.tone ?? 'plain'])];
    case 'pairs':
      return [...printPairs(block.rows, terminal), ''];
    case 'items':
      return block.items.flatMap((item, index) => [...(index > 0 && item.mark === 'step' ? [''] : []), ...printItem(item, terminal)]);
    case 'commands':
      return printCommands(block.label, block.commands, terminal);
    case 'table':
      return [
        ...printTable(
          block.head.map(safe),
          block.rows.map((row) => ({ ...row, cells: row.cells.map(safe) })),
          terminal,
        ),
        '',
      ];
    case 'chain':
      return [
        ...printChain(
          block.links.map((link) => ({ ...link, name: safe(link.name) })),
          safe(block.key),
          terminal,
        ),
        '',
      ];
    case 'bars':
      return [
        ...printBars(
          safe(block.title),
          block.rows.map((bar) => ({ ...bar, label: safe(bar.label), shown: safe(bar.shown) })),
          terminal,
        ),
        '',
      ];
    case 'raw':
      return block.lines.flatMap((line) => (block.isVerbatim === true ? [safe(line)] : wrap(safe(line), width)));
  }
}

function sign(mark: Mark, ascii: boolean): string {
  return signs[mark][ascii ? 1 : 0];
}

/** Text behind a start that later lines are indented under. */
function hang(start: string, text: string, { width }: Terminal): readonly string[] {
  const indent = displayWidth(start);
  const [first = '', ...rest] = wrap(text, width - indent);
  return [start + first, ...rest.map((line) => ' '.repeat(indent) + line)];
}

function printPairs(rows: readonly Pair[], terminal: Terminal): readonly string[] {
  const columns = Math.max(...rows.map(([label]) => displayWidth(safe(label))), 0);
  return rows.flatMap(([label, value]) => {
    const [first = '', ...rest] = wrap(safe(value), terminal.width - columns - 4);
    return [`  ${terminal.paint.dim(padEnd(safe(label), columns))}  ${first}`, ...rest.map((line) => ' '.repeat(columns + 4) + line)];
  });
}

function printItem(item: Item, terminal: Terminal): readonly string[] {
  const text = item.link?.startsWith('https://') === true ? `${item.text} ${item.link}` : item.text;
  const lines = hang(`  ${sign(item.mark, terminal.ascii)} `, safe(text), terminal).map(terminal.paint[item.tone ?? 'plain']);
  const below = printBlocks(item.below ?? [], { ...terminal, width: Math.max(24, terminal.width - 4) });
  return [...lines, ...below.map((line) => `    ${line}`)];
}

/** Commands are for pasting: a label, then each on lines that a shell still joins. Ones with a remark behind them are wrapped as prose. */
function printCommands(label: string, commands: readonly string[], terminal: Terminal): readonly string[] {
  const { paint, width } = terminal;
  const printed = commands.flatMap((command) => {
    const text = safe(command);
    return / [#(]/.test(text) ? wrap(text, width - 2) : shellLines(text, width - 2);
  });
  return [paint.dim(safe(label)), ...printed.map((line) => `  ${line}`)];
}
