import { type Block, type Item, type Mark, noPaint } from './blocks.ts';
import { printBars } from './print-bars.ts';
import { safe } from './safe.ts';

const signs: Readonly<Record<Mark, string>> = { bad: '❌', good: '✅', open: '❔', for: '➕', against: '➖', point: '', place: '', step: '' };

/** Blocks as GitHub-flavoured Markdown. Every string is made safe and escaped here; the result ends with one newline. */
export function printMarkdown(blocks: readonly Block[]): string {
  const lines = blocks.flatMap((block) => printBlock(block, ''));
  return `${lines
    .join('\n')
    .replaceAll(/\n(?:[ ]*\n){2,}/g, '\n\n')
    .trim()}\n`;
}

/** `indent` is what a list item's content needs before it. */
function printBlock(block: Block, indent: string): readonly string[] {
  switch (block.kind) {
    case 'headline':
      return [`# ${sign(block.mark)}${markdown(block.label)}: ${markdown(block.text)}`, ''];
    case 'heading':
      return ['', `## ${markdown(block.text)}`, ''];
    case 'paragraph':
      return ['', `${indent}${block.tone === 'strong' ? `**${markdown(block.text)}**` : markdown(block.text)}`, ''];
    case 'pairs':
      return ['', ...block.rows.map(([label, value]) => `${indent}- ${label === '' ? '' : `**${markdown(label)}**: `}${markdown(value)}`), ''];
    case 'items':
      return block.items.flatMap((item) => printItem(item, indent));
    case 'commands':
      return ['', `${indent}${markdown(block.label)}`, ...fenced(block.commands, indent, 'sh')];
    case 'table':
      return [
        '',
        tableLine(block.head, indent),
        tableLine(
          block.head.map(() => '---'),
          indent,
        ),
        ...block.rows.map(({ cells }) => tableLine(cells.map(markdown), indent)),
        '',
      ];
    case 'chain':
      return fenced(
        [
          block.links
            .map((link) => `${link.proxy ? `[${link.name}]` : link.name}${link.arrow === undefined ? '' : link.arrow.broken ? ' ──✗▶' : ' ──▶'}`)
            .join(' '),
        ],
        indent,
        'text',
      );
    case 'bars':
      return fenced(printBars(block.title, block.rows, { width: 80, paint: noPaint, ascii: false }), indent, 'text');
    case 'raw':
      return fenced(block.lines, indent, 'text');
  }
}

function printItem(item: Item, indent: string): readonly string[] {
  const below = (item.below ?? []).flatMap((block) => printBlock(block, `${indent}  `));
  return [`${indent}- ${sign(item.mark)}${linked(markdown(item.text), item.link)}`, ...below];
}

/** Only web pages and files beside the page can be led to, and nothing that could end the address. */
function linked(text: string, link: string | undefined): string {
  return link !== undefined && /^(?:https:\/\/[^\s<>()\\]+|[\w.-]+\.md(?:#[\w-]+)?)$/.test(link) ? `[${text}](${link})` : text;
}

function sign(mark: Mark): string {
  return signs[mark] === '' ? '' : `${signs[mark]} `;
}

function tableLine(cells: readonly string[], indent: string): string {
  return `${indent}| ${cells.join(' | ')} |`;
}

/** A code fence that nothing inside can close. */
function fenced(lines: readonly string[], indent: string, language: string): readonly string[] {
  const shown = lines.map(safe);
  const longest = Math.max(2, ...shown.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return ['', `${indent}${fence}${language}`, ...shown.map((line) => indent + line), `${indent}${fence}`, ''];
}

/** Text that Markdown shows as it is: no emphasis, link, image, table cell, list or HTML can begin in it. */
export function markdown(text: string): string {
  return safe(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*[\]|~]/g, (character) => `\\${character}`)
    .replaceAll(/(?<![a-zA-Z0-9])_|_(?![a-zA-Z0-9])/g, '\\_')
    .replace(/^(\s*)([-+#=>])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}
