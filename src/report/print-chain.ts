import type { Link, Terminal } from './blocks.ts';
import { displayWidth, padEnd } from './display-width.ts';
import { wrap } from './wrap.ts';

/**
 * The request path as a picture with the idle limits under each arrow; the broken one is marked by its sign, not by colour
 * alone. Too long for a line: the same from top to bottom.
 */
export function printChain(links: readonly Link[], key: string, terminal: Terminal): readonly string[] {
  const flat = across(links, terminal);
  const picture = flat.every((line) => displayWidth(line.plain) <= terminal.width) ? flat.map((line) => line.painted) : down(links, terminal);
  return [...picture, ...wrap(key, terminal.width - 2).map((line) => terminal.paint.dim(`  ${line}`))];
}

function across(links: readonly Link[], terminal: Terminal): readonly { readonly plain: string; readonly painted: string }[] {
  let plain = '  ';
  let painted = '  ';
  let below = '  ';
  for (const link of links) {
    const name = station(link);
    plain += name;
    painted += link.proxy ? name : terminal.paint.strong(name);
    below += ' '.repeat(displayWidth(name));
    if (link.arrow === undefined) continue;
    const line = arrow(link.arrow.broken, displayWidth(link.arrow.limits), terminal.ascii);
    plain += ` ${line} `;
    painted += ` ${link.arrow.broken ? terminal.paint.bad(line) : line} `;
    below += ` ${padEnd(link.arrow.limits, line.length)} `;
  }
  return [
    { plain, painted },
    { plain: below, painted: terminal.paint.dim(below) },
  ];
}

function station(link: Link): string {
  return link.proxy ? `[${link.name}]` : link.name;
}

/** An arrow at least as long as what stands under it. */
function arrow(broken: boolean, columns: number, ascii: boolean): string {
  const shaft = ascii ? '-' : '─';
  const head = ascii ? '>' : '▶';
  const body = shaft.repeat(Math.max(2, columns - (broken ? 2 : 1)));
  return `${body}${broken ? (ascii ? 'X' : '✗') : ''}${head}`;
}

function down(links: readonly Link[], terminal: Terminal): readonly string[] {
  const { ascii, paint, width } = terminal;
  return links.flatMap((link) => {
    const names = wrap(station(link), width - 2).map((line) => `  ${line}`);
    if (link.arrow === undefined) return names;
    const mark = link.arrow.broken ? (ascii ? 'X' : '✗') : ascii ? '|' : '│';
    const line = `    ${mark} ${link.arrow.limits}`;
    return [...names, link.arrow.broken ? paint.bad(line) : line, `    ${ascii ? 'v' : '▼'}`];
  });
}
