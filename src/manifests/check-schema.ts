import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { JsonObject } from '../model/json.ts';
import { closedSchema } from './closed-schema.ts';
import type { FieldProblem, KindSchema } from './types.ts';

// formats are Kubernetes' own (int-or-string, quantity …); what they would say is said by the rules
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
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
