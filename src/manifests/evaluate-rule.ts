import { Environment } from '@marcbachmann/cel-js';

class Url {
  readonly scheme: string;
  constructor(scheme: string) {
    this.scheme = scheme;
  }
}

/** The functions that Kubernetes adds to CEL and the bundled definitions use (apiserver/pkg/cel/library/urls.go, Kubernetes 1.34). */
const environment = new Environment({ unlistedVariablesAreDyn: true })
  .registerType('why503.Url', { ctor: Url, fields: { scheme: 'string' } })
  .registerFunction('url(string): why503.Url', (text: string) => new Url(schemeOf(text) ?? ''))
  .registerFunction('isURL(string): bool', (text: string) => schemeOf(text) !== undefined)
  .registerFunction('why503.Url.getScheme(): string', (url: Url) => url.scheme);

type Rule = (variables: { readonly self: unknown }) => unknown;
const parsed = new Map<string, Rule | undefined>();

/** True when the value keeps the rule; a rule that this evaluator cannot read or carry out is not kept. */
export function evaluateRule(rule: string, self: unknown): boolean {
  if (!parsed.has(rule)) parsed.set(rule, parse(rule));
  try {
    return parsed.get(rule)?.({ self }) === true;
  } catch {
    return false;
  }
}

/** True when the evaluator can read the rule. */
export function isReadable(rule: string): boolean {
  return parse(rule) !== undefined;
}

function parse(rule: string): Rule | undefined {
  try {
    return environment.parse(rule) as Rule; // its own type allows more kinds of variables than are given here
  } catch {
    return undefined;
  }
}

/** As Go's url.ParseRequestURI decides: an absolute URL, or an absolute path. */
function schemeOf(text: string): string | undefined {
  if (text.startsWith('/')) return '';
  const [, scheme] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/\S+$/.exec(text) ?? [];
  return scheme?.toLowerCase();
}
