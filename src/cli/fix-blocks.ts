import { belongTogether, type Offered, type Refused } from '../fixes/plan.ts';
import { isBuiltIn } from '../manifests/check-object.ts';
import { fillCommand } from '../model/command.ts';
import type { ObjectRef } from '../model/evidence.ts';
import type { Change } from '../model/fix.ts';
import { fill } from '../model/text.ts';
import { type Block, type Item, type Pair, when } from '../report/blocks.ts';
import { hopName } from '../report/page.ts';
import { wordFor } from '../report/words.ts';
import type { OwnManifests } from '../sources/own-manifests/read-own-manifests.ts';
import { unifiedDiff } from '../sources/own-manifests/unified-diff.ts';
import { type Catalogue, say as inLanguage } from '../text/catalogue.ts';
import type { FixTexts } from './fix-texts.ts';
import { manifestYaml } from '../sources/cluster/manifest-yaml.ts';
import { type OwnPatch, ownPatch } from './own-patch.ts';
import type { Repair } from './run-fix.ts';

/** All of `why503 fix` for a person: what is offered for each cause, what was refused and why, what is left to do by hand. */
export function fixBlocks(repair: Repair, catalogue: Catalogue, say: FixTexts): readonly Block[] {
  const { diagnosis, plan } = repair;
  const groups = [...Map.groupBy(plan.offered, ({ incident, cause }) => `${incident} ${cause}`).values()];
  return [
    headline(repair, say),
    ...when(plan.offered.length > 0, { kind: 'paragraph', text: checkedText(repair, say), tone: 'dim' }),
    ...when(diagnosis.verdict === 'undecided' && plan.offered.length === 0, { kind: 'paragraph', text: say.undecidedNext }),
    ...groups.flatMap((group) => groupBlocks(repair, group, catalogue, say)),
    ...listBlocks(
      say.byHandHeading,
      plan.byHand.map(({ cause, title }) => fill(say.byHand, { cause, title: catalogue.get(`cause/${cause}`) ?? title })),
    ),
    ...listBlocks(say.refusedHeading, [
      ...plan.refused.flatMap((refused) => refusedLines(refused, say)),
      ...repair.crashed.map(({ fix, error }) => fill(say.crashed, { fix, error })),
    ]),
  ];
}

function headline({ diagnosis, plan }: Repair, say: FixTexts): Block {
  const start = { kind: 'headline', label: say.label } as const;
  if (plan.offered.length > 0)
    return { ...start, tone: 'strong', mark: 'step', text: plan.offered.length === 1 ? say.offeredOne : fill(say.offered, { count: plan.offered.length }) };
  if (diagnosis.verdict === 'healthy') return { ...start, tone: 'good', mark: 'good', text: say.healthy };
  return diagnosis.verdict === 'undecided'
    ? { ...start, tone: 'warn', mark: 'open', text: say.undecided }
    : { ...start, tone: 'warn', mark: 'open', text: say.none };
}

function checkedText({ definitions, plan, istio }: Repair, say: FixTexts): string {
  const custom = plan.offered.flatMap(({ changes }) => changes.flatMap(({ target, result }) => (isBuiltIn(result) ? [] : [target.kind])));
  // the cluster's own word on every custom kind that is changed leaves nothing for what is bundled
  if (custom.length > 0 && custom.every((kind) => definitions.own.includes(kind)))
    return withServer(fill(say.checkedOwn, { kinds: definitions.own.join(', ') }), plan, say);
  const versions = definitions.versions.length > 2 ? `${definitions.versions[0]} – ${definitions.versions.at(-1)}` : definitions.versions.join(', ');
  const template = { exact: say.checkedExact, nearest: say.checkedNearest, all: say.checkedAll }[definitions.match];
  return withServer(fill(template, { versions, running: istio ?? '' }), plan, say);
}

function withServer(held: string, { offered }: Repair['plan'], say: FixTexts): string {
  return offered.some(({ checkedBy }) => checkedBy === 'server') ? `${held} ${say.askedServer}` : held;
}

function groupBlocks({ diagnosis, own }: Repair, group: readonly Offered[], catalogue: Catalogue, say: FixTexts): readonly Block[] {
  const [first] = group;
  if (first === undefined) return [];
  const incident = diagnosis.incidents.find(({ id }) => id === first.incident);
  const hop = incident?.causes.find(({ id }) => id === first.cause)?.hop;
  return [
    { kind: 'heading', text: fill(say.heading, { cause: first.cause, where: hop === undefined ? (incident?.target ?? '') : hopName(hop) }) },
    { kind: 'items', items: group.map((offered, index) => item(offered, group[index - 1], own, catalogue, say)) },
  ];
}

function item(offered: Offered, before: Offered | undefined, own: OwnManifests | undefined, catalogue: Catalogue, say: FixTexts): Item {
  const title = inLanguage(catalogue, offered.title);
  const patches = offered.changes.map((change) => ({ change, patch: own === undefined ? {} : ownPatch(change, own, say) }));
  const isOwn = patches.every(({ patch }) => patch.file !== undefined);
  return {
    mark: 'step',
    tone: 'strong',
    text: before === undefined ? title : `${belongTogether(before, offered) ? say.together : say.alternative}: ${title}`,
    below: [
      { kind: 'pairs', rows: pairs(offered, catalogue, say) },
      ...patches.flatMap(({ change, patch }) => patchBlocks(change, patch, own, say)),
      isOwn
        ? {
            kind: 'commands',
            label: say.applyOwn,
            commands: [`why503 fix EVIDENCE --manifests DIR -o diff --fix ${nameFor(offered)} > fix.diff`, 'git apply fix.diff'],
          }
        : { kind: 'commands', label: say.apply, commands: [applyCommand(offered)] },
      ...when(offered.checkedBy === 'server', { kind: 'commands', label: say.applyHere, commands: [`why503 fix --apply --fix ${nameFor(offered)}`] }),
      { kind: 'commands', label: say.verify, commands: offered.verifyWith },
      ...when(isOwn, { kind: 'commands', label: say.undo, commands: ['git apply -R fix.diff'] }),
      ...offered.changes.flatMap((change) => (isOwn && change.undo !== undefined ? [] : undoBlocks(change, say))),
    ],
  };
}

/** Names come from the evidence: what a shell could take for more than a word is left to the fix's own name. */
const nameFor = ({ id, fix }: Offered): string => (/^[\w.:-]+$/.test(id) ? id : fix);

/** The patch in the person's own file, or why there is none and what the cluster is to be given. */
function patchBlocks({ object }: Change, { file, note }: OwnPatch, own: OwnManifests | undefined, say: FixTexts): readonly Block[] {
  const before = file === undefined ? undefined : own?.files.find(({ name }) => name === file.name)?.text;
  const lines = file === undefined ? yamlLines(object) : unifiedDiff(file.name, before, file.text).trimEnd().split(/\r?\n/);
  return [...when(note !== undefined, { kind: 'paragraph', text: `${say.limit}: ${note ?? ''}` }), { kind: 'raw', lines, isVerbatim: true }];
}

/** Fields that another manager set are taken over only where the fix changes an object that is there. */
function applyCommand(offered: Offered): string {
  const force = offered.changes.some(({ verb }) => verb === 'update') ? ' --force-conflicts' : '';
  return `why503 fix EVIDENCE -o yaml --fix ${nameFor(offered)} | kubectl apply --server-side --field-manager=why503${force} --dry-run=server -f -`;
}

function pairs(offered: Offered, catalogue: Catalogue, say: FixTexts): readonly Pair[] {
  return [
    ...offered.changes.flatMap((change) => changePairs(change, say)),
    [say.risk, wordFor(catalogue, 'risk', offered.risk)],
    ...(offered.effect === undefined ? [] : [[say.effect, inLanguage(catalogue, offered.effect)] as const]),
    ...offered.limits.map((limit): Pair => [say.limit, inLanguage(catalogue, limit)]),
    ...(offered.checkedBy === 'server-only' ? [[say.limit, say.serverOnly] as const] : []),
    ...(offered.notAsked === undefined ? [] : [[say.limit, fill(say.notAsked, { words: offered.notAsked })] as const]),
  ];
}

function changePairs({ verb, target, fields }: Change, say: FixTexts): readonly Pair[] {
  const object = fill(verb === 'create' ? say.create : say.update, { kind: target.kind, name: nameOf(target) });
  if (verb === 'create') return [[say.change, object]];
  const shown = fields
    .slice(0, 6)
    .map(({ path, from, to }): Pair => ['', fill(say.field, { path, from: from === null ? say.unset : json(from), to: json(to) })]);
  return [[say.change, object], ...shown];
}

function undoBlocks({ target, undo }: Change, say: FixTexts): readonly Block[] {
  if (undo !== undefined)
    return [
      { kind: 'paragraph', text: say.undoApply, tone: 'dim' },
      { kind: 'raw', lines: yamlLines(undo), isVerbatim: true },
    ];
  const names = { namespace: target.namespace ?? 'default', kind: target.kind.toLowerCase(), name: target.name };
  return [{ kind: 'commands', label: say.undo, commands: [fillCommand('kubectl -n {namespace} delete {kind} {name}', names)] }];
}

function refusedLines({ proposal, problems }: Refused, say: FixTexts): readonly string[] {
  const target = nameOf(proposal.changes[0].target);
  return problems.slice(0, 3).map(({ path, message }) => fill(say.refused, { fix: proposal.fix, target, path, message }));
}

function listBlocks(heading: string, lines: readonly string[]): readonly Block[] {
  return when(lines.length > 0, { kind: 'heading', text: heading }, { kind: 'items', items: lines.map((text): Item => ({ mark: 'point', text })) });
}

const yamlLines = (object: Change['object']): readonly string[] => manifestYaml(object).trimEnd().split('\n');
const nameOf = ({ namespace, name }: ObjectRef): string => (namespace === undefined ? name : `${namespace}/${name}`);
const json = (value: unknown): string => JSON.stringify(value) ?? '';
