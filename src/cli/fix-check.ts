import { readFileSync } from 'node:fs';
import { asObject, asObjects, stringAt } from '../formats/json.ts';
import { isUnspokenOf, objectProblems } from '../manifests/check-object.ts';
import type { FieldProblem } from '../manifests/types.ts';
import type { JsonObject } from '../model/json.ts';
import { fill } from '../model/text.ts';
import type { Block, Item } from '../report/blocks.ts';
import { printMarkdown } from '../report/print-markdown.ts';
import { printText } from '../report/print-text.ts';
import { stableJson } from '../report/render-json.ts';
import { readKubectlYaml } from '../sources/cluster/kubectl-yaml.ts';
import { readDefinitions } from '../sources/schemas/read-definitions.ts';
import { UserError } from '../sources/user-error.ts';
import { fixTexts, type FixTexts } from './fix-texts.ts';
import type { FixOptions } from './run-fix.ts';
import { textTerminal } from './text-terminal.ts';

/** What was found of one object. */
interface Checked {
  readonly file: string;
  readonly object: string;
  readonly status: 'taken' | 'refused' | 'not-known';
  readonly problems: readonly FieldProblem[];
}

/**
 * `why503 fix --check`: holds manifests against the bundled definitions, as a server with strict validation and istiod's webhook would; 0 when all are taken,
 * 1 when some are refused, 3 when there was none to hold.
 */
export function runFixCheck(files: readonly string[], options: FixOptions): number {
  const say = fixTexts[options.lang];
  if (files.length === 0) throw new UserError('fix-manifest', say.noManifest, say.unreadableNext);
  const { istio, others, match } = readDefinitions(options.istio);
  const checked = files.flatMap((file) =>
    objectsOf(file, say).map((object): Checked => {
      const found = istio.flatMap((set) => objectProblems(object, [set, ...others]));
      const problems = [...new Map(found.map((problem) => [`${problem.path} ${problem.message}`, problem])).values()];
      if (isUnspokenOf(object, [...istio, ...others])) return { file, object: nameOf(object), status: 'not-known', problems: [] };
      return { file, object: nameOf(object), status: problems.length > 0 ? 'refused' : 'taken', problems };
    }),
  );
  const versions = istio.map(({ version }) => version);
  if (options.output === 'json') process.stdout.write(stableJson({ schemaVersion: 1, definitions: { versions, match }, checked }));
  else {
    const blocks = checkBlocks(checked, versions, say);
    process.stdout.write(options.output === 'markdown' ? printMarkdown(blocks) : printText(blocks, textTerminal(options)));
  }
  if (checked.some(({ status }) => status === 'refused')) return 1;
  return checked.some(({ status }) => status === 'taken') ? 0 : 3;
}

function objectsOf(file: string, say: FixTexts): readonly JsonObject[] {
  let documents: readonly unknown[];
  try {
    documents = readKubectlYaml(readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    throw new UserError(
      'fix-manifest',
      fill(say.unreadable, { file, error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : '' }),
      say.unreadableNext,
    );
  }
  return documents.flatMap((document) => {
    const object = asObject(document);
    if (object === undefined) return [];
    return Array.isArray(object['items']) ? asObjects(object['items']) : [object];
  });
}

function nameOf(object: JsonObject): string {
  const [kind, namespace, name] = [stringAt(object, 'kind'), stringAt(object, 'metadata', 'namespace'), stringAt(object, 'metadata', 'name')];
  return `${kind ?? '?'} ${[namespace, name ?? '?'].filter(Boolean).join('/')}`;
}

function checkBlocks(checked: readonly Checked[], versions: readonly string[], say: FixTexts): readonly Block[] {
  const refused = checked.filter(({ status }) => status === 'refused').length;
  const label = say.checkLabel;
  const range = versions.length > 2 ? `${versions[0]} – ${versions.at(-1)}` : versions.join(', ');
  return [
    refused > 0
      ? { kind: 'headline', tone: 'bad', mark: 'bad', label, text: fill(say.checkRefused, { refused, count: checked.length, versions: range }) }
      : checked.some(({ status }) => status === 'taken')
        ? { kind: 'headline', tone: 'good', mark: 'good', label, text: fill(say.checkTaken, { count: checked.length, versions: range }) }
        : { kind: 'headline', tone: 'warn', mark: 'open', label, text: say.checkNothing },
    { kind: 'items', items: checked.map((each) => checkedItem(each, say)) },
  ];
}

function checkedItem({ file, object, status, problems }: Checked, say: FixTexts): Item {
  const mark = { taken: 'good', refused: 'bad', 'not-known': 'open' } as const;
  return {
    mark: mark[status],
    text: `${object} (${file})${status === 'not-known' ? `: ${say.serverOnly}` : ''}`,
    below: [
      {
        kind: 'items',
        items: problems.map(
          ({ path, message, instead }): Item => ({
            mark: 'point',
            text: `${path}: ${message}${instead === undefined ? '' : fill(say.instead, { instead })}`,
          }),
        ),
      },
    ],
  };
}
