import { asObject, stringAt } from '../formats/json.ts';
import type { JsonObject } from '../model/json.ts';
import { ruleProblems } from './check-rules.ts';
import { schemaProblems } from './check-schema.ts';
import { suggestion } from './suggest.ts';
import type { FieldProblem, KindSchema, SchemaSet } from './types.ts';
import { webhookProblems } from './webhook-rules.ts';

/** Kinds of Kubernetes itself, which the bundled definitions do not hold; a change to them is checked by the API server's dry run. */
const builtIn: ReadonlySet<string> = new Set(['v1', 'apps/v1', 'autoscaling/v2', 'policy/v1', 'networking.k8s.io/v1', 'batch/v1']);

/** True for an object that no bundled definition speaks of, because it is Kubernetes' own. */
export function isBuiltIn(object: JsonObject): boolean {
  return builtIn.has(stringAt(object, 'apiVersion') ?? '');
}

/** True for an object of a group that no definition speaks of: Kubernetes' own, or another product's. */
export function isUnspokenOf(object: JsonObject, definitions: readonly SchemaSet[]): boolean {
  const group = (stringAt(object, 'apiVersion') ?? '').split('/')[0];
  return isBuiltIn(object) || !definitions.some(({ kinds }) => kinds.some(({ apiVersion }) => apiVersion.split('/')[0] === group));
}

/**
 * Everything for which an API server with these definitions, asked for strict validation, or istiod's webhook would refuse the object. An empty list
 * means: it is taken. An object of a kind that no definition names is refused as a whole, except those of Kubernetes itself, of which nothing is said.
 */
export function objectProblems(object: JsonObject, definitions: readonly SchemaSet[]): readonly FieldProblem[] {
  const apiVersion = stringAt(object, 'apiVersion') ?? '';
  const kind = stringAt(object, 'kind') ?? '';
  if (isBuiltIn(object)) return [];
  const known = definitions.flatMap(({ kinds }) => kinds);
  const schema = known.find((candidate) => candidate.apiVersion === apiVersion && candidate.kind === kind);
  if (schema === undefined) return [{ path: 'kind', why: 'unknown-kind', message: unknownKind(apiVersion, kind, known) }];
  const name = stringAt(object, 'metadata', 'name') ?? '';
  const misplaced = Object.keys(object).filter((field) => !outer.has(field));
  const problems: readonly FieldProblem[] = [
    ...(name === '' ? [{ path: 'metadata.name', why: 'value' as const, message: 'a name is required' }] : []),
    ...misplaced.map((path) => ({ path, why: 'unknown-field' as const, message: 'unknown field' })),
    ...schemaProblems(schema, object),
    ...ruleProblems(schema, object),
    ...(asObject(object['spec']) === undefined ? [] : webhookProblems(object)),
  ];
  return problems.map((problem) => {
    const instead = suggestion(problem, schema, object);
    return instead === undefined ? problem : { ...problem, instead };
  });
}

const outer: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status']);

function unknownKind(apiVersion: string, kind: string, known: readonly KindSchema[]): string {
  const others = known.filter((candidate) => candidate.kind === kind).map((candidate) => candidate.apiVersion);
  return others.length > 0 ? `${kind} is served as ${others.join(', ')}, not as ${apiVersion}` : `no kind ${kind} in ${apiVersion}`;
}
