/** A version's numbers; what is not written is absent. `1.32-dev` has a major and a minor. */
export interface Version {
  readonly major: number;
  readonly minor?: number;
  readonly patch?: number;
}

type Operator = '>=' | '<=' | '>' | '<' | '=';

/** One condition of a range. */
export interface Comparator {
  readonly operator: Operator;
  readonly version: Version;
}

/** Reads `1.22.3`, `v1.102.0-cluster`, `1.32-dev`, `1.24`. Undefined for what starts otherwise. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?(?![\d])/.exec(text.trim());
  if (match === null) return undefined;
  const [, major, minor, patch] = match;
  return { major: Number(major), ...(minor === undefined ? {} : { minor: Number(minor) }), ...(patch === undefined ? {} : { patch: Number(patch) }) };
}

/** Reads `>=1.21`, `<1.24`, `>=1.24 <1.27`, `1.23`; all conditions must hold. Undefined when any cannot be read. */
export function versionRange(text: string): readonly Comparator[] | undefined {
  const comparators = text
    .trim()
    .split(/\s+/)
    .map((part) => {
      const match = /^(>=|<=|>|<|=)?(.+)$/.exec(part);
      const version = match?.[2] === undefined ? undefined : parseVersion(match[2]);
      return version === undefined ? undefined : { operator: operatorOf(match?.[1]), version };
    });
  return comparators.every((one) => one !== undefined) ? comparators : undefined;
}

/**
 * True when the version lies in the range. Only as many numbers are compared as the condition names: `<=1.22` and `1.22` hold
 * for 1.22.5, `>1.22` does not. A pre-release counts as its release. False when either cannot be read.
 */
export function satisfies(version: string, range: string): boolean {
  const parsed = parseVersion(version);
  const comparators = versionRange(range);
  return parsed !== undefined && comparators?.every((one) => holds(parsed, one)) === true;
}

/**
 * True when the version may lie in the range: as `satisfies`, but what the version does not name may be anything. `1.38` may satisfy
 * both `<1.38.1` and `>=1.38.1`.
 */
export function maySatisfy(version: string, range: string): boolean {
  const parsed = parseVersion(version);
  const comparators = versionRange(range);
  return parsed !== undefined && comparators?.every((one) => isOpen(parsed, one.version) || holds(parsed, one)) === true;
}

/** What the version names agrees with the bound, which names more. */
function isOpen(version: Version, bound: Version): boolean {
  if (version.major !== bound.major) return false;
  if (version.minor === undefined) return bound.minor !== undefined;
  return version.minor === bound.minor && version.patch === undefined && bound.patch !== undefined;
}

function holds(version: Version, { operator, version: bound }: Comparator): boolean {
  const order =
    version.major - bound.major ||
    (bound.minor === undefined ? 0 : (version.minor ?? 0) - bound.minor) ||
    (bound.patch === undefined ? 0 : (version.patch ?? 0) - bound.patch);
  switch (operator) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '=':
      return order === 0;
  }
}

function operatorOf(text: string | undefined): Operator {
  return text === '>=' || text === '<=' || text === '>' || text === '<' ? text : '=';
}
