import { fill } from '../model/text.ts';
import { manifestYaml } from '../sources/cluster/manifest-yaml.ts';
import { readRole } from '../sources/cluster/read-role.ts';
import { UserError } from '../sources/user-error.ts';
import { generateTexts } from './generate-texts.ts';
import type { Language } from './language.ts';

export interface GenerateRbacOptions {
  readonly name: string;
  /** `NAMESPACE/NAME`. */
  readonly serviceAccount?: string;
  /** Also what `fix` needs. */
  readonly fix?: boolean;
  readonly output: 'yaml' | 'json';
  readonly lang: Language;
}

const NAME = /^[a-z0-9]([-a-z0-9.]{0,250}[a-z0-9])?$/;

/** `why503 generate rbac`: prints the role; gives the exit code. */
export function runGenerateRbac({ name, serviceAccount, fix, output, lang }: GenerateRbacOptions): number {
  const say = generateTexts[lang];
  const [namespace = '', account = '', ...rest] = serviceAccount?.split('/') ?? [];
  for (const [text, isWrong] of [
    [name, !NAME.test(name)],
    [serviceAccount ?? '', serviceAccount !== undefined && !(NAME.test(namespace) && NAME.test(account) && rest.length === 0)],
  ] as const) {
    if (isWrong) throw new UserError('generate-name', fill(say.badName, { text }), say.badNameNext);
  }
  const objects = readRole(name, fix === true, serviceAccount === undefined ? undefined : { namespace, name: account });
  if (output === 'json') process.stdout.write(`${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, undefined, 2)}\n`);
  else process.stdout.write(`# ${fix === true ? say.fixHeading : say.heading}\n# ${say.portForward}\n${objects.map(manifestYaml).join('---\n')}`);
  return 0;
}
