import { asList, asObject, asObjects, asString } from '../formats/json.ts';
import type { JsonObject } from '../model/json.ts';
import { evaluateRule } from './evaluate-rule.ts';
import type { FieldProblem, KindSchema } from './types.ts';

/**
 * What the rules of a definition refuse (`x-kubernetes-validations`, in CEL). Rules on changes (`oldSelf`) say nothing of an object alone. A rule
 * that cannot be evaluated counts as broken, as it does for the API server.
 */
export function ruleProblems(kind: KindSchema, object: JsonObject): readonly FieldProblem[] {
  return problemsAt(kind.schema, object, '', 0);
}

function problemsAt(schema: JsonObject, value: unknown, path: string, depth: number): readonly FieldProblem[] {
  if (value === undefined || value === null || depth > 60) return [];
  const own = asObjects(schema['x-kubernetes-validations']).flatMap((rule): readonly FieldProblem[] => {
    const text = asString(rule['rule']) ?? 'false';
    if (/\boldSelf\b/.test(text) || evaluateRule(text, value)) return [];
    return [{ path, why: 'rule', message: asString(rule['message']) ?? `breaks the rule ${text}` }];
  });
  return [...own, ...innerProblems(schema, value, path, depth + 1)];
}

function innerProblems(schema: JsonObject, value: unknown, path: string, depth: number): readonly FieldProblem[] {
  const items = asObject(schema['items']);
  if (Array.isArray(value)) return items === undefined ? [] : asList(value).flatMap((item, index) => problemsAt(items, item, `${path}[${index}]`, depth));
  const properties = asObject(schema['properties']);
  const others = asObject(schema['additionalProperties']);
  return Object.entries(asObject(value) ?? {}).flatMap(([name, member]) => {
    const inner = asObject(properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : others);
    return inner === undefined ? [] : problemsAt(inner, member, path === '' ? name : `${path}.${name}`, depth);
  });
}
