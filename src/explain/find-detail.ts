import { details } from '../knowledge/envoy/details.ts';
import { resetReasonAt, resetReasons } from '../knowledge/envoy/reset-reasons.ts';

const names = Object.keys(details).toSorted((a, b) => b.length - a.length);

/** Names that are ordinary words elsewhere count only when they are the whole text or stand behind a flag. */
const ambiguous = new Set(['overload', 'codec_error', 'direct_response', 'low_version']);

/** The response-code detail in a text, with what stands in its braces. */
export function detailIn(text: string): { readonly name: string; readonly inner?: string } | undefined {
  for (const name of names) {
    const start = text.indexOf(name);
    if (start < 0 || /[\w.]/.test(text[start - 1] ?? ' ')) continue;
    const after = text.slice(start + name.length, start + name.length + 600);
    if (/^[\w.]/.test(after) && !/^_?(?:\[|\{)/.test(after)) continue;
    if (
      ambiguous.has(name) &&
      text.trim() !== name &&
      !/[{[:]/.test(after[0] ?? '') &&
      !/(?:^|\s)(?:0|[1-5]\d\d)\s+\S+\s$/.test(text.slice(Math.max(0, start - 20), start))
    )
      continue;
    const inner = /^[{[(]([^}\])]{0,500})/.exec(after)?.[1] ?? /^:_?([^\s]{1,300})/.exec(after)?.[1];
    return { name, ...(inner === undefined || inner === '' ? {} : { inner }) };
  }
  return undefined;
}

/** The reset reason in a text: behind `reset reason:`, in the braces of a detail, or as the whole text. */
export function resetReasonIn(text: string, inner: string | undefined): string | undefined {
  const behind = /reset[ _]reason:[ _]?/i.exec(text);
  if (behind !== null) return resetReasonAt(text.slice(behind.index + behind[0].length));
  if (inner !== undefined) return resetReasonAt(inner);
  const whole = text
    .trim()
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/^[{"']|[}"'.]$/g, '');
  return Object.hasOwn(resetReasons, whole) ? whole : undefined;
}
