import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { JsonObject } from '../model/json.ts';
import { closedSchema } from './closed-schema.ts';
import type { FieldProblem, KindSchema } from './types.ts';

/**
 * Ranges of numbers. API servers let numbers out of them pass (kubernetes/kubernetes#136091, open in 1.35), but what reads the object then cannot: istiod's webhook refuses
 * it, and the client of an operator fails for every object of the kind. What other formats would say is said by the rules.
 */
const ranges: Readonly<Record<string, readonly [least: number, greatest: number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [-(2 ** 63), 2 ** 63],
};
const formats = Object.fromEntries(
  Object.entries(ranges).map(([name, [least, greatest]]) => [
    name,
    { type: 'number' as const, validate: (value: number) => !Number.isInteger(value) || (value >= least && value <= greatest) },
  ]),
);
// formats that are not listed say nothing, and no line on standard error either
const ajv = new Ajv({ strict: false, allErrors: true, formats, logger: false });
const compiled = new WeakMap<KindSchema, ValidateFunction>();

/** What the definition itself refuses: unknown fields, wrong types, values outside of an enumeration. */
export function schemaProblems(kind: KindSchema, object: JsonObject): readonly FieldProblem[] {
  const validate = compiled.get(kind) ?? ajv.compile(closedSchema(kind.schema));
  compiled.set(kind, validate);
  if (validate(object)) return [];
  const errors = validate.errors ?? [];
  // the branches of a failed alternative are noise beside a plain reason
  const plain = errors.filter((error) => !/\/(?:oneOf|anyOf|not)(?:\/|$)/.test(error.schemaPath));
  return (plain.length > 0 ? plain : errors).slice(0, most).map(problemOf);
}

const most = 20;

function problemOf({ instancePath, keyword, message, params }: ErrorObject): FieldProblem {
  const extra: unknown = params['additionalProperty'];
  const path = pathOf(instancePath);
  if (keyword === 'additionalProperties' && typeof extra === 'string')
    return { path: path === '' ? extra : `${path}.${extra}`, why: 'unknown-field', message: 'unknown field' };
  const format: unknown = params['format'];
  if (keyword === 'format') return { path, why: 'value', message: `is out of the range of ${String(format)}` };
  const allowed: unknown = params['allowedValues'];
  return { path, why: 'value', message: `${message ?? keyword}${Array.isArray(allowed) ? `: ${allowed.join(', ')}` : ''}` };
}

/** `/spec/egress/0/hosts` → `spec.egress[0].hosts`. */
function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`), '');
}
