/** How many lines around a change are shown, as by `diff -u`. */
const context = 3;

/** What `git apply` and `patch -p1` read: the lines by which two versions of a file differ. `before` is undefined for a file that is new. Empty when they are the same. */
export function unifiedDiff(name: string, before: string | undefined, after: string): string {
  const [old, now] = [linesOf(before ?? ''), linesOf(after)];
  const marked = script(old, now);
  const hunks = hunksOf(marked);
  if (hunks.length === 0) return '';
  const from = before === undefined ? '/dev/null' : pathName(`a/${name}`);
  return [`--- ${from}\n+++ ${pathName(`b/${name}`)}\n`, ...hunks].join('');
}

interface Marked {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/** Lines with their ends; the last may have none. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** git's and GNU's way with names that hold what would end them: quoted with escapes; a tab ends one that has spaces. */
function pathName(name: string): string {
  if (/[\p{Cc}"\\]/u.test(name)) return JSON.stringify(name);
  return name.includes(' ') ? `${name}\t` : name;
}

/** The shortest way from one list of lines to the other (Myers, 1986): greedy, in steps of one difference more. */
function script(old: readonly string[], now: readonly string[]): readonly Marked[] {
  const most = old.length + now.length;
  const trace: Map<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let differences = 0; differences <= most; differences += 1) {
    trace.push(reach);
    const next = new Map<number, number>();
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let x = startOn(reach, diagonal, differences);
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= old.length && x - diagonal >= now.length) return wayBack(old, now, trace);
    }
    reach = next;
  }
  return [];
}

function startOn(reach: ReadonlyMap<number, number>, diagonal: number, differences: number): number {
  const [left, above] = [reach.get(diagonal - 1) ?? -1, reach.get(diagonal + 1) ?? -1];
  return diagonal === -differences || (diagonal !== differences && left < above) ? above : left + 1;
}

function wayBack(old: readonly string[], now: readonly string[], trace: readonly ReadonlyMap<number, number>[]): readonly Marked[] {
  const marked: Marked[] = [];
  let [x, y] = [old.length, now.length];
  for (let differences = trace.length - 1; differences >= 0; differences -= 1) {
    const reach = trace[differences] ?? new Map<number, number>();
    const diagonal = x - y;
    const from = startOn(reach, diagonal, differences);
    while (x > from && y > from - diagonal && x > 0 && y > 0) {
      x -= 1;
      y -= 1;
      marked.push({ mark: ' ', line: old[x] ?? '' });
    }
    if (differences === 0) break;
    if ((reach.get(diagonal + 1) ?? -1) === from && (diagonal === -differences || (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1))) {
      y -= 1;
      marked.push({ mark: '+', line: now[y] ?? '' });
    } else {
      x -= 1;
      marked.push({ mark: '-', line: old[x] ?? '' });
    }
  }
  return marked.toReversed();
}

function hunksOf(marked: readonly Marked[]): readonly string[] {
  const changed = marked.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  const groups: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = groups.at(-1);
    if (last !== undefined && index - last.to <= 2 * context) last.to = index;
    else groups.push({ from: index, to: index });
  }
  return groups.map(({ from, to }) => {
    const start = Math.max(0, from - context);
    const before = marked.slice(0, start);
    const shown = marked.slice(start, to + context + 1);
    const header = `@@ -${range(before, shown, '+')} +${range(before, shown, '-')} @@\n`;
    return header + shown.map(({ mark, line }) => (line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`)).join('');
  });
}

/** Where the lines of one side begin, and how many they are; `other` marks those of the other side. */
function range(before: readonly Marked[], shown: readonly Marked[], other: '-' | '+'): string {
  const count = shown.filter(({ mark }) => mark !== other).length;
  const start = before.filter(({ mark }) => mark !== other).length;
  return `${count === 0 ? start : start + 1},${count}`;
}
