import { asList, asString } from '../formats/json.ts';
import type { JsonObject } from '../model/json.ts';
import { isReadable } from './evaluate-rule.ts';

const DEEPEST = 100;

/**
 * A definition without the rules that this evaluator cannot read: a cluster may use functions of CEL that came later, and what cannot be judged here is not
 * refused here. The server judges them all.
 */
export function withReadableRules(schema: JsonObject, depth = 0): JsonObject {
  const inner = (value: unknown): unknown => {
    if (depth > DEEPEST || typeof value !== 'object' || value === null) return value;
    return Array.isArray(value) ? value.map(inner) : withReadableRules({ ...value }, depth + 1);
  };
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === 'x-kubernetes-validations' ? [key, asList(value).filter((rule) => isRead(rule))] : [key, inner(value)],
    ),
  );
}

function isRead(rule: unknown): boolean {
  const text = typeof rule === 'object' && rule !== null && 'rule' in rule ? asString(rule.rule) : undefined;
  return text !== undefined && isReadable(text);
}
