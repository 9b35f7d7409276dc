import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { asString, booleanAt, listAt, objectAt, objectsAt, stringAt } from '../formats/json.ts';
import type { JsonObject } from '../model/json.ts';

/** A request as far as its failing row tells. */
export interface Asked {
  readonly authority?: string;
  readonly path?: string;
  readonly method?: string;
  readonly clientNamespace?: string;
  readonly atGateway: boolean;
}

/** What a VirtualService does with a request: a rule takes it, none does, or the row does not tell enough (headers). */
export type Taken =
  | { readonly kind: 'rule'; readonly index: number }
  | { readonly kind: 'none'; readonly tried: readonly string[] }
  | { readonly kind: 'unknown' };

/** VirtualServices whose hosts cover the authority, on the side (mesh or gateway) the request was on. */
export function virtualServicesFor(asked: Asked, all: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const host = asked.authority?.replace(/:\d+$/, '').toLowerCase();
  if (host === undefined) return [];
  return all.filter((entry) => {
    const gateways = listAt(entry.object, 'spec', 'gateways').map(asString);
    const isForSide = asked.atGateway
      ? gateways.some((gateway) => gateway !== undefined && gateway !== 'mesh')
      : gateways.length === 0 || gateways.includes('mesh');
    return (
      isForSide &&
      objectsAt(entry.object, 'spec', 'http').length > 0 &&
      listAt(entry.object, 'spec', 'hosts').some((name) => typeof name === 'string' && hostCovers(name, host, entry.ref.namespace, asked.clientNamespace))
    );
  });
}

/** A VirtualService's host: full, wild, or short, which is short for its own namespace. */
export function hostCovers(pattern: string, host: string, namespace: string | undefined, clientNamespace: string | undefined): boolean {
  if (pattern === '*' || pattern === host) return true;
  if (pattern.startsWith('*')) return host.endsWith(pattern.slice(1));
  const [name, space = clientNamespace, kind] = host.split('.');
  if (kind !== undefined && kind !== 'svc') return false;
  const [own, ownSpace = namespace, ownKind] = pattern.split('.');
  if (ownKind !== undefined && ownKind !== 'svc') return false;
  return own === name && (space === undefined || ownSpace === space);
}

/** The first rule that takes the request, in the order Istio tries them. */
export function ruleFor(entry: KubernetesObject, asked: Asked): Taken {
  const tried: string[] = [];
  let isUnsure = false;
  for (const [index, rule] of objectsAt(entry.object, 'spec', 'http').entries()) {
    const matches = objectsAt(rule, 'match');
    if (matches.length === 0) return isUnsure ? { kind: 'unknown' } : { kind: 'rule', index };
    for (const match of matches) {
      const answer = matchTakes(match, asked);
      if (answer === true) return isUnsure ? { kind: 'unknown' } : { kind: 'rule', index };
      if (answer === undefined) isUnsure = true;
      tried.push(matchWords(match));
    }
  }
  return isUnsure ? { kind: 'unknown' } : { kind: 'none', tried };
}

/** True or false when the row decides it; undefined when conditions remain that a row does not show. */
function matchTakes(match: JsonObject, asked: Asked): boolean | undefined {
  const ignoresCase = booleanAt(match, 'ignoreUriCase') ?? false;
  const uri = stringMatch(objectAt(match, 'uri'), asked.path?.split('?', 1)[0], ignoresCase);
  const method = stringMatch(objectAt(match, 'method'), asked.method, false);
  const authority = stringMatch(objectAt(match, 'authority'), asked.authority, true);
  const known = [uri, method, authority];
  if (known.includes(false)) return false;
  const others = Object.keys(match).filter((key) => !['name', 'uri', 'method', 'authority', 'ignoreUriCase', 'statPrefix'].includes(key));
  return others.length > 0 || known.includes('unknown') ? undefined : true;
}

function stringMatch(match: JsonObject | undefined, value: string | undefined, ignoresCase: boolean): boolean | 'unknown' {
  if (match === undefined) return true;
  if (value === undefined) return 'unknown';
  const fold = (text: string): string => (ignoresCase ? text.toLowerCase() : text);
  const exact = stringAt(match, 'exact');
  if (exact !== undefined) return fold(value) === fold(exact);
  const prefix = stringAt(match, 'prefix');
  if (prefix !== undefined) return fold(value).startsWith(fold(prefix));
  const regex = stringAt(match, 'regex');
  return regex === undefined ? true : regexTakes(regex, value);
}

/** Patterns come from the evidence, so only those that cannot run away are tried: no group is repeated, and the text is short. */
function regexTakes(pattern: string, value: string): boolean | 'unknown' {
  if (pattern.length > 200 || value.length > 500 || /\)[*+{?]|\\[1-9]|\(\?/.test(pattern) || (pattern.match(/[*+{]/g) ?? []).length > 3) return 'unknown';
  try {
    return new RegExp(`^(?:${pattern})$`).test(value); // Envoy matches the whole path (RE2 FullMatch)
  } catch {
    return 'unknown';
  }
}

function matchWords(match: JsonObject): string {
  const uri = objectAt(match, 'uri');
  for (const kind of ['prefix', 'exact', 'regex'] as const) {
    const value = stringAt(uri, kind);
    if (value !== undefined) return `${kind} ${value}`;
  }
  return Object.keys(match).join('+');
}
