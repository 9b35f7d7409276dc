/** `npm run new -- KIND ID` copies a template under the new name: analyzer, cause, fact, artifact, default or decision. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { camelCase, isKebabCase, sentenceCase } from './lib/names.ts';

interface Kind {
  /** Template path → path of the copy. */
  readonly files: (id: string) => readonly (readonly [string, string])[];
  readonly next: string;
}

const kinds: { readonly [kind: string]: Kind } = {
  analyzer: {
    files: (id) =>
      readdirSync('src/analyzers/_template').map((name) => [`src/analyzers/_template/${name}`, `src/analyzers/${id}/${name.replace('template-id', id)}`]),
    next: 'Write the cases in its test first; CONTRIBUTING.md walks through it.',
  },
  cause: {
    files: (id) => [['src/causes/_template.ts', `src/causes/${id}.ts`]],
    next: 'Its id must stand in src/knowledge/causes.ts; give it an analyzer that supports it and one that excludes it.',
  },
  fact: {
    files: (id) => [
      ['src/facts/_template.ts', `src/facts/${id}.ts`],
      ['src/facts/_template.test.ts', `src/facts/${id}.test.ts`],
    ],
    next: 'Analyzers name it in `needs` or `wants`; nothing else is to be registered.',
  },
  artifact: {
    files: (id) => [['src/artifacts/_template.ts', `src/artifacts/${id}.ts`]],
    next: 'Add it to src/artifacts/index.ts.',
  },
  default: {
    files: (id) => [['src/knowledge/keepalive/entries/_template.ts', `src/knowledge/keepalive/entries/${id}.ts`]],
    next: 'Fill it in from its sources, then: npm run generate && npm test -- keepalive',
  },
  decision: {
    files: (id) => [['docs/decisions/_template.md', `docs/decisions/${nextNumber()}-${id}.md`]],
    next: 'One page: context, decision, cost, revisit when.',
  },
};

process.chdir(join(import.meta.dirname, '..'));
const [kindName = '', id = ''] = process.argv.slice(2);
const kind = kinds[kindName];
if (kind === undefined || !isKebabCase(id)) {
  console.error(`usage: npm run new -- ${Object.keys(kinds).join('|')} some-kebab-case-id`);
  process.exit(2);
}
const files = kind.files(id);
const taken = files.find(([, target]) => existsSync(target));
if (taken !== undefined) {
  console.error(`${taken[1]} exists already`);
  process.exit(2);
}
for (const [template, target] of files) {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, renamed(readFileSync(template, 'utf8'), id, target));
  console.log(`wrote ${target}`);
}
console.log(kind.next);
if (kindName === 'analyzer' || kindName === 'cause') process.exitCode = spawnSync(process.execPath, ['tools/generate.ts'], { stdio: 'inherit' }).status ?? 1;

function renamed(text: string, name: string, target: string): string {
  const pascal = camelCase(name).replace(/^./, (letter) => letter.toUpperCase());
  // An analyzer's template names the template of a cause; that import is for its author to replace.
  const own = kindName === 'cause' ? text.replaceAll('templateCause', camelCase(name)).replaceAll('template-cause', name) : text;
  return own
    .replaceAll('templateId', camelCase(name))
    .replaceAll('TemplateId', pascal)
    .replaceAll('template-id', name)
    .replaceAll('Template title', sentenceCase(name))
    .replaceAll('./_template.ts', `./${name}.ts`)
    .replaceAll('NUMBER', /(\d{4})-[^/]*$/.exec(target)?.[1] ?? 'NUMBER');
}

function nextNumber(): string {
  const numbers = readdirSync('docs/decisions').map((name) => Number.parseInt(name, 10) || 0);
  return String(Math.max(0, ...numbers) + 1).padStart(4, '0');
}
