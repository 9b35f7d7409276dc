import { fill } from '../model/text.ts';
import { safe } from '../report/safe.ts';
import type { Progress } from '../sources/bundle/index.ts';
import { sizeText } from '../sources/bundle/limits.ts';
import { diagnoseTexts } from './diagnose-texts.ts';
import type { Language } from './language.ts';

/** One line on standard error that says what is being read; rewritten at most ten times a second, gone at the end. */
export function progressLine(isWanted: boolean, language: Language): { readonly show: (progress: Progress) => void; readonly clear: () => void } {
  let last = 0;
  let isShown = false;
  return {
    show: ({ file, files, bytes }) => {
      const now = Date.now();
      if (!isWanted || now - last < 100) return;
      last = now;
      isShown = true;
      const line = fill(diagnoseTexts[language].reading, { file: safe(file), files, size: sizeText(bytes) });
      process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    },
    clear: () => {
      if (isShown) process.stderr.write('\r\x1b[2K');
      isShown = false;
    },
  };
}
