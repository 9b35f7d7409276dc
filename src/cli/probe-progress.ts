import { fill } from '../model/text.ts';
import { bound, type ProbePlan, probeTexts, type Progress } from '../probe/index.ts';
import type { Language } from './language.ts';

/** One line on standard error, rewritten every second and gone at the end. */
export function probeProgress(
  isWanted: boolean,
  plan: ProbePlan,
  language: Language,
): { readonly show: (progress: Progress) => void; readonly clear: () => void } {
  const say = probeTexts(language);
  const begun = performance.now();
  let latest: Progress | undefined;
  const draw = (): void => {
    if (!isWanted || latest === undefined) return;
    const { phase, closed, of } = latest;
    const time = bound(performance.now() - begun);
    const line = fill(phase === 'requests' ? say.progressRequests : say.progressIdle, { closed, of, time, most: bound(plan.atMostMs) });
    process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  };
  const timer = setInterval(draw, 1000);
  return {
    show: (progress) => {
      latest = progress;
      draw();
    },
    clear: () => {
      clearInterval(timer);
      if (isWanted && latest !== undefined) process.stderr.write('\r\x1b[2K');
    },
  };
}
