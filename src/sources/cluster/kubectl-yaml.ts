import { boolYaml11Tag, CORE_SCHEMA, defineScalarTag, loadAll, mergeTag, NOT_RESOLVED } from 'js-yaml';

const MOST_ALIASES = 1_000;

/**
 * The documents of a YAML text as kubectl reads them (sigs.k8s.io/yaml 1.6.0 with go.yaml.in/yaml/v2 2.4.2, tried): between YAML 1.1 and 1.2. `on` and `no` are
 * switches, `0600` and `0o600` are octal, `1_000` is a thousand, while `1:30` and dates stay text. Throws js-yaml's exception where it is not YAML.
 */
export function readKubectlYaml(text: string): readonly unknown[] {
  return loadAll(text, { schema, maxAliases: MOST_ALIASES });
}

const integers = defineScalarTag('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: [...'+-0123456789'],
  resolve: (source) => integerOf(source.replaceAll('_', '')) ?? NOT_RESOLVED,
  identify: () => false,
});

function integerOf(text: string): number | undefined {
  const [, sign = '', prefix = '', digits = ''] = /^([-+]?)(0[bBoOxX]|0(?=[0-7]))?([0-9a-fA-F]+)$/.exec(text) ?? [];
  const base = { '0b': 2, '0o': 8, '0': 8, '0x': 16 }[prefix.toLowerCase()] ?? 10;
  const isOfBase = [...digits].every((digit) => Number.parseInt(digit, 16) < base);
  if (digits === '' || !isOfBase) return undefined;
  return (sign === '-' ? -1 : 1) * Number.parseInt(digits, base);
}

const floats = defineScalarTag('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: [...'+-.0123456789'],
  resolve: (source) =>
    /^[-+]?(?:\.[0-9]|[0-9])[0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?$/.test(source) ? finite(Number(source.replaceAll('_', ''))) : NOT_RESOLVED,
  identify: () => false,
});

/** What no number can hold stays text. */
function finite(number: number): number | typeof NOT_RESOLVED {
  return Number.isFinite(number) ? number : NOT_RESOLVED;
}

const schema = CORE_SCHEMA.withTags(boolYaml11Tag, integers, floats, mergeTag);
