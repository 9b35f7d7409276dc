import { InvalidArgumentError, Option } from 'commander';
import { fill } from '../model/text.ts';
import { type BundleLimits, defaultLimits } from '../sources/bundle/limits.ts';
import { diagnoseTexts } from './diagnose-texts.ts';
import type { Language } from './language.ts';

/** Every limit of the reading as an option: `--limit-files 500000`, `--limit-json-bytes 1GiB`. */
export function limitOptions(language: Language): readonly Option[] {
  return (Object.keys(defaultLimits) as readonly (keyof BundleLimits)[]).map(
    (
      name, // keys of a literal object
    ) =>
      new Option(
        `--limit-${dashed(name)} <n>`,
        fill(diagnoseTexts[language].limit, { what: dashed(name).replaceAll('-', ' '), value: defaultLimits[name] }),
      ).argParser(amount),
  );
}

/** The limits that were given, by their names in `BundleLimits`. */
export function limitsFrom(options: Readonly<Record<string, unknown>> | object): Partial<BundleLimits> {
  const given = new Map(Object.entries(options));
  return Object.fromEntries(
    Object.keys(defaultLimits).flatMap((name) => {
      const value = given.get(`limit${name.charAt(0).toUpperCase()}${name.slice(1)}`);
      return typeof value === 'number' ? [[name, value] as const] : [];
    }),
  );
}

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function amount(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(?:(Ki|Mi|Gi)B?)?$/.exec(text);
  const factor = { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3 }[match?.[2] ?? ''] ?? 1;
  const value = Number(match?.[1]) * factor;
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('a number, or a size such as 512MiB, is expected');
  return value;
}
