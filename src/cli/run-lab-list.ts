import { padEnd } from '../report/index.ts';
import { scenarios } from '../lab/scenarios/index.ts';
import { labTexts } from './lab-texts.ts';
import type { Language } from './language.ts';

export interface LabListOptions {
  readonly output: 'text' | 'json' | 'markdown';
  readonly lang: Language;
}

/** `why503 lab list`. */
export function runLabList({ output, lang }: LabListOptions): number {
  if (output === 'json') {
    const rows = scenarios.map(({ id, title, breaks, truth, seconds, needs = [], fix }) => ({
      id,
      title: title[lang],
      breaks: breaks[lang],
      truth,
      seconds,
      needs,
      ...(fix === undefined ? {} : { fix: fix.title[lang] }),
    }));
    process.stdout.write(`${JSON.stringify({ schemaVersion: 1, scenarios: rows }, undefined, 1)}\n`);
    return 0;
  }
  const say = labTexts[lang];
  const rows = [
    [say.headId, say.headCause, say.headSeconds, say.headTitle],
    ...scenarios.map(({ id, truth, seconds, title }) => [id, truth.cause === 'healthy' ? say.healthy : truth.cause, `${seconds} s`, title[lang]]),
  ];
  if (output === 'markdown') {
    const lines = rows.map((cells) => `| ${cells.join(' | ')} |`);
    process.stdout.write(`${[lines[0], '| --- | --- | --- | --- |', ...lines.slice(1)].join('\n')}\n`);
    return 0;
  }
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  process.stdout.write(
    `${rows
      .map((cells) =>
        cells
          .map((cell, column) => padEnd(cell, widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
      )
      .join('\n')}\n`,
  );
  return 0;
}
