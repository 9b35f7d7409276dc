import { asObject } from '../formats/json.ts';
import { inventedFields } from '../knowledge/invented-fields.ts';
import type { JsonObject } from '../model/json.ts';
import type { FieldProblem, KindSchema } from './types.ts';

/** What was most likely meant: the field in whose place this stands, a field spelt nearly so, or a host in the form that is taken. Undefined when nothing suggests itself. */
export function suggestion(problem: FieldProblem, kind: KindSchema, object: JsonObject): string | undefined {
  if (problem.why === 'unknown-field') return inventedFields[`${kind.kind} ${problem.path}`] ?? nearlyNamed(problem.path, kind);
  const host = /^spec\.egress\[\d+\]\.hosts\[\d+\]$/.test(problem.path) ? valueAt(object, problem.path) : undefined;
  if (typeof host !== 'string') return undefined;
  if (host === '/*' || host === '*') return '*/*';
  return host.includes('/') ? undefined : `*/${host.includes('.') ? host : `${host}.NAMESPACE.svc.cluster.local`}`;
}

/** A sibling whose name differs by case, or by two letters at most. */
function nearlyNamed(path: string, kind: KindSchema): string | undefined {
  const steps = stepsOf(path);
  const name = String(steps.at(-1) ?? '');
  const siblings = Object.keys(asObject(schemaAt(kind.schema, steps.slice(0, -1))?.['properties']) ?? {});
  const near = siblings.map((sibling) => ({ sibling, apart: distance(sibling.toLowerCase(), name.toLowerCase()) })).toSorted((a, b) => a.apart - b.apart)[0];
  if (near === undefined || near.apart > Math.min(2, name.length / 3)) return undefined;
  return path.slice(0, path.length - name.length) + near.sibling;
}

function stepsOf(path: string): readonly (string | number)[] {
  return path.split(/\.|(?=\[)/).map((step) => (/^\[\d+\]$/.test(step) ? Number(step.slice(1, -1)) : step));
}

function schemaAt(schema: JsonObject, steps: readonly (string | number)[]): JsonObject | undefined {
  return steps.reduce<JsonObject | undefined>((inner, step) => {
    if (typeof step === 'number') return asObject(inner?.['items']);
    const properties = asObject(inner?.['properties']);
    return asObject(properties !== undefined && Object.hasOwn(properties, step) ? properties[step] : inner?.['additionalProperties']);
  }, schema);
}

function valueAt(object: JsonObject, path: string): unknown {
  return stepsOf(path).reduce<unknown>((value, step) => {
    if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
    const inner = asObject(value);
    return inner !== undefined && Object.hasOwn(inner, step) ? inner[step] : undefined;
  }, object);
}

/** Letters to change, add or drop (Levenshtein); names are short. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let at = 0; at < other.length; at++) next.push(Math.min((row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1, (row[at] ?? 0) + (letter === other[at] ? 0 : 1)));
    row = next;
  }
  return row[other.length] ?? 0;
}
