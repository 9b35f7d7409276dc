import { characterWidth, displayWidth } from './display-width.ts';

/** Punctuation that must not begin a line in Chinese text. */
const neverFirst = new Set('，。、；：？！）」』】》…');

/** Lines of at most `width` columns: broken at spaces, between Chinese characters, and inside a word only where it is longer than a line. */
export function wrap(text: string, width: number): readonly string[] {
  const columns = Math.max(8, width);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const piece of pieces(text)) {
    const size = displayWidth(piece);
    if (used + size <= columns) {
      line += piece;
      used += size;
      continue;
    }
    if (piece === ' ') {
      lines.push(line);
      line = '';
      used = 0;
      continue;
    }
    if (line.trim() !== '') lines.push(line);
    const broken = chop(piece, columns);
    lines.push(...broken.slice(0, -1));
    line = broken.at(-1) ?? '';
    used = displayWidth(line);
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line);
  return lines.map((each, index) => (index === 0 ? each.trimEnd() : each.trim()));
}

/** Words, single spaces, and wide characters one by one (with the punctuation that clings to them). */
function pieces(text: string): readonly string[] {
  const found: string[] = [];
  let word = '';
  let isLastWide = false; // looking at the end of a growing string would make this quadratic
  const finish = (): void => {
    if (word !== '') found.push(word);
    word = '';
  };
  for (const character of text) {
    if (neverFirst.has(character)) {
      if (word === '' && found.length > 0 && found.at(-1) !== ' ') word = found.pop() ?? '';
      word += character;
    } else if (character === ' ') {
      finish();
      found.push(' ');
    } else if (characterWidth(character) === 2) {
      finish();
      word = character;
    } else {
      if (word !== '' && isLastWide) finish();
      word += character;
    }
    isLastWide = characterWidth(character) === 2;
  }
  finish();
  return found;
}

/** A piece longer than a line, cut into lines: behind a separator of paths and names where one is near enough, else anywhere. */
function chop(piece: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const character of piece) {
    const size = characterWidth(character);
    if (used + size > columns && line !== '') {
      const cut = lastSeparator(line) + 1;
      const isNear = cut > line.length / 2;
      lines.push(isNear ? line.slice(0, cut) : line);
      line = isNear ? line.slice(cut) : '';
      used = displayWidth(line);
    }
    line += character;
    used += size;
  }
  return [...lines, line];
}

function lastSeparator(line: string): number {
  return Math.max(...[...'/._|,:;=&-'].map((separator) => line.lastIndexOf(separator)));
}
