import { type FixPlan, planOf } from '../fixes/plan.ts';
import { type Diagnosis, proposeFixes } from '../index.ts';
import type { Question } from '../model/snapshot.ts';
import { fill } from '../model/text.ts';
import { printMarkdown } from '../report/print-markdown.ts';
import { printText } from '../report/print-text.ts';
import { stableJson } from '../report/render-json.ts';
import { safe } from '../report/safe.ts';
import { readBundle } from '../sources/bundle/index.ts';
import type { BundleLimits } from '../sources/bundle/limits.ts';
import { ownDefinitions } from '../sources/schemas/own-definitions.ts';
import { type OwnManifests, readOwnManifests } from '../sources/own-manifests/read-own-manifests.ts';
import { type Definitions, readDefinitions } from '../sources/schemas/read-definitions.ts';
import type { ClusterWriter } from '../sources/cluster/write/cluster-writer.ts';
import { UserError } from '../sources/user-error.ts';
import { toolVersion } from '../tool-version.ts';
import { fullCatalogue } from './catalogue.ts';
import type { ClusterOptions } from './cluster-options.ts';
import { fixBlocks } from './fix-blocks.ts';
import { fixDiff } from './fix-diff.ts';
import { fixTexts, type FixTexts } from './fix-texts.ts';
import { fixYaml } from './fix-yaml.ts';
import type { Language } from './language.ts';
import { limitsFrom } from './limit-options.ts';
import { progressLine } from './progress-line.ts';
import { repairTexts } from './repair-texts.ts';
import { textTerminal } from './text-terminal.ts';

export interface FixOptions extends ClusterOptions {
  readonly from?: string;
  readonly to?: string;
  readonly since?: number;
  readonly cause?: string;
  readonly fix?: string;
  readonly check?: boolean;
  readonly apply?: boolean;
  /** The name of a record; true for the latest. */
  readonly undo?: string | true;
  readonly records?: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly dryRun?: 'server' | 'none';
  readonly istio?: string;
  /** Files and folders of a person's own YAML. */
  readonly manifests?: readonly string[];
  readonly output: 'text' | 'json' | 'markdown' | 'yaml' | 'diff';
  readonly lang: Language;
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly width?: number;
  readonly progress: boolean;
}

/** All that `why503 fix` found out. */
export interface Repair {
  readonly diagnosis: Diagnosis;
  readonly plan: FixPlan;
  readonly crashed: readonly { readonly fix: string; readonly error: string }[];
  /** The version that runs, where the evidence tells it. */
  readonly istio?: string;
  readonly definitions: { readonly versions: readonly string[]; readonly match: Definitions['match']; readonly own: Definitions['own'] };
  /** The person's own files, where they were given. */
  readonly own?: OwnManifests;
}

/** `why503 fix`: reads (without paths: collects first), diagnoses, proposes, holds against the definitions, prints; changes nothing; gives the exit code. */
export async function runFix(paths: readonly string[], options: FixOptions & Partial<BundleLimits>): Promise<number> {
  const say = fixTexts[options.lang];
  if (options.output === 'diff' && options.manifests === undefined) throw new UserError('fix-manifest', say.noOwn, say.noOwnNext);
  if (paths.length > 0) {
    const option = options.apply === true ? '--apply' : options.dryRun === 'server' ? '--dry-run=server' : undefined;
    const words = repairTexts[options.lang];
    if (option !== undefined) throw new UserError('fix-needs-cluster', fill(words.needsCluster, { option }), words.needsClusterNext);
    return await fixPaths(paths, options);
  }
  const [{ withCollected }, { writerFor }] = await Promise.all([import('./collected-evidence.ts'), import('./repair-cluster.ts')]);
  return await withCollected(questionOf(options), options, async (archive) => {
    const writer = options.dryRun === 'none' && options.apply !== true ? undefined : writerFor(options);
    try {
      return await fixPaths([archive], options, writer);
    } finally {
      writer?.close();
    }
  });
}

async function fixPaths(paths: readonly string[], options: FixOptions & Partial<BundleLimits>, writer?: ClusterWriter): Promise<number> {
  const say = fixTexts[options.lang];
  const progress = progressLine(options.progress && process.stderr.isTTY === true, options.lang);
  const snapshot = await readBundle(paths, { limits: limitsFrom(options), onProgress: (step) => progress.show(step) }).finally(() => progress.clear());
  const asked = questionOf(options);
  const question = Object.keys(asked).length === 0 ? (snapshot.collectedFor ?? asked) : asked;
  const { diagnosis, proposals, crashed, istio } = proposeFixes(snapshot, question);
  const definitions = readDefinitions(istio, ownDefinitions(snapshot));
  const narrow = narrowed(planOf(diagnosis, proposals, definitions.istio, definitions.others), options, diagnosis, say);
  const plan = writer === undefined ? narrow : await askedOf(narrow, writer, options);
  if (writer !== undefined && options.apply === true) {
    const { runApply } = await import('./run-apply.ts');
    return await runApply(plan, writer, options);
  }
  const repair: Repair = {
    diagnosis,
    plan,
    crashed,
    ...(istio === undefined ? {} : { istio }),
    definitions: { versions: definitions.istio.map(({ version }) => version), match: definitions.match, own: definitions.own },
    ...(options.manifests === undefined ? {} : { own: ownManifests(options.manifests, say) }),
  };
  process.stdout.write(rendered(repair, options, say));
  if (repair.plan.offered.length > 0 || diagnosis.verdict === 'healthy') return 0;
  return diagnosis.verdict === 'undecided' ? 3 : 1;
}

/** What the live server says of each patch, which it does not make. */
async function askedOf(plan: FixPlan, writer: ClusterWriter, options: FixOptions): Promise<FixPlan> {
  const [{ askServer }, { worded }] = await Promise.all([import('../repair/ask-server.ts'), import('./repair-cluster.ts')]);
  return await askServer(plan, writer, (obstacle) => worded(obstacle, repairTexts[options.lang]));
}

/** Warns of what cannot be read; an error where nothing is left. */
function ownManifests(paths: readonly string[], say: FixTexts): OwnManifests {
  const own = readOwnManifests(paths);
  if (own.files.length === 0) throw new UserError('fix-manifest', fill(say.ownNothing, { paths: paths.join(', ') }), say.unreadableNext);
  for (const { file, error } of own.unread) process.stderr.write(`${safe(fill(say.unreadable, { file, error }))}\n`);
  return own;
}

function questionOf({ from, to, since }: FixOptions): Question {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(since === undefined ? {} : { sinceMs: since }) };
}

/** Only what was asked for; what is not there is an error that names what is. */
function narrowed(plan: FixPlan, { fix, cause }: FixOptions, diagnosis: Diagnosis, say: FixTexts): FixPlan {
  const known = [...new Set(plan.offered.map((each) => each.fix))];
  if (fix !== undefined && !plan.offered.some((each) => each.fix === fix || each.id === fix))
    throw new UserError('fix-unknown', fill(say.unknownFix, { id: fix }), fill(say.unknownFixNext, { ids: known.join(', ') || '–' }));
  const named = new Set([...plan.offered, ...plan.byHand, ...plan.refused.map(({ proposal }) => proposal)].map((each) => each.cause));
  if (cause !== undefined && !named.has(cause) && diagnosis.verdict === 'diagnosed')
    throw new UserError('fix-unknown-cause', fill(say.unknownCause, { id: cause }), fill(say.unknownCauseNext, { ids: [...named].join(', ') || '–' }));
  const isWanted = (each: { readonly cause: string }): boolean => cause === undefined || each.cause === cause;
  return {
    offered: plan.offered.filter((each) => isWanted(each) && (fix === undefined || each.fix === fix || each.id === fix)),
    refused: plan.refused.filter(({ proposal }) => isWanted(proposal)),
    byHand: plan.byHand.filter(isWanted),
  };
}

function rendered(repair: Repair, options: FixOptions, say: FixTexts): string {
  const { diagnosis, plan, crashed, istio, definitions } = repair;
  const catalogue = fullCatalogue(options.lang);
  if (options.output === 'json')
    return stableJson({
      schemaVersion: 1,
      tool: { name: 'why503', version: toolVersion },
      snapshot: { id: diagnosis.snapshot.id, takenAt: diagnosis.snapshot.takenAt, origin: diagnosis.snapshot.origin },
      verdict: diagnosis.verdict,
      definitions: { ...definitions, ...(istio === undefined ? {} : { running: istio }) },
      ...plan,
      crashed,
      ...(repair.own === undefined ? {} : { ownFiles: fixDiff(plan.offered, repair.own, say) }),
    });
  if (options.output === 'diff' && repair.own !== undefined) {
    const { diff, notes } = fixDiff(plan.offered, repair.own, say);
    for (const note of notes) process.stderr.write(`${safe(note)}\n`);
    return diff;
  }
  if (options.output === 'yaml') return fixYaml(plan.offered, catalogue);
  const blocks = fixBlocks(repair, catalogue, say);
  return options.output === 'markdown' ? printMarkdown(blocks) : printText(blocks, textTerminal(options));
}
