import { dump } from 'js-yaml';
import type { Json } from '../../model/json.ts';

/** A value on one line, as it can stand within brackets. */
export function flowValue(value: Json): string {
  return dump([value], { noRefs: true, lineWidth: -1, quoteStyle: 'single', flowLevel: 0 }).trimEnd().slice(1, -1).trim();
}

/** The lines of a value on its own, without indentation. */
export function blockLines(value: Json): readonly string[] {
  return dump(value, { noRefs: true, lineWidth: -1, quoteStyle: 'single' }).trimEnd().split('\n');
}

/** The lines of `name: value`. */
export function pairLines(name: string, value: Json): readonly string[] {
  return blockLines({ [name]: value });
}

/** The lines of `- value`. */
export function itemLines(value: Json): readonly string[] {
  return blockLines([value]);
}

/** A scalar in the quotes that its predecessor had, where it is text as that was. */
export function scalarLike(style: string, value: Json, isWithinFlow: boolean): string | undefined {
  if (typeof value === 'string' && style === 'double') return JSON.stringify(value);
  // what cannot stand between single quotes on one line is left to the printer
  if (typeof value === 'string' && style === 'single' && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value)) return `'${value.replaceAll("'", "''")}'`;
  if (isWithinFlow) return flowValue(value);
  const lines = blockLines(value);
  return lines.length === 1 ? lines[0] : JSON.stringify(value);
}
