import type { Inference } from '../../race/inference/index.ts';
import { duration, exact, percent } from '../../report/quantities.ts';
import type { Speak } from './words.ts';

/** What was inferred, in sentences; the first is the verdict. */
export function describeFit(inference: Inference, say: Speak): readonly string[] {
  const { idleLimit } = inference;
  const lines = [verdictLine(inference, say)];
  if (idleLimit !== undefined) {
    const { from, to, estimate, snapped, survivors, renewals } = idleLimit;
    lines.push(
      `${say('limitInterval', { from: exact(from), to: exact(to), estimate: exact(estimate) })}${snapped === undefined ? '' : say('snapped', { known: duration(snapped) })}`,
      say('zones', { ...survivors, resets: idleLimit.resets.length }),
    );
    if (renewals !== undefined) lines.push(say('renewals', renewals));
  }
  if (inference.slow.length > 0) lines.push(say('slow', { count: inference.slow.length }));
  if (inference.needsProbe === 'metronome') lines.push(say('metronome'));
  else if (inference.moreResets !== undefined) lines.push(say('moreResets', { count: inference.moreResets }));
  return lines;
}

function verdictLine(inference: Inference, say: Speak): string {
  const what = mechanismText(inference, say);
  if (inference.withheld !== undefined) return say(`withheld.${inference.withheld}`, { what });
  return say(`inference.${inference.verdict}`, { what, posterior: percent(inference.hypotheses[0]?.posterior ?? 0) });
}

function mechanismText({ mechanism = 'background', idleLimit, requestLimit, ageLimit, loadFrom }: Inference, say: Speak): string {
  const shape = mechanism === 'idle-limit' ? idleLimit?.shape : undefined;
  return say(shape === 'drain' || shape === 'beyond' ? `mechanism.${shape}` : `mechanism.${mechanism}`, {
    idle: idleLimit?.drainIdle === undefined ? '?' : duration(idleLimit.drainIdle),
    limit: idleLimit === undefined ? '?' : duration(idleLimit.snapped ?? idleLimit.estimate),
    requests: requestLimit ?? '?',
    from: mechanism === 'load' ? (loadFrom ?? '?') : ageLimit === undefined ? '?' : duration(ageLimit.from),
    to: ageLimit === undefined ? '?' : duration(ageLimit.to),
  });
}
