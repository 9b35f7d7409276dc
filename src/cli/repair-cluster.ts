import { fill } from '../model/text.ts';
import type { ObjectRef } from '../model/evidence.ts';
import type { Obstacle } from '../repair/try-changes.ts';
import { safe } from '../report/safe.ts';
import { findAccess } from '../sources/cluster/access/find-access.ts';
import { type ClusterWriter, openWriter } from '../sources/cluster/write/cluster-writer.ts';
import { UserError } from '../sources/user-error.ts';
import { ask } from './ask.ts';
import type { ClusterOptions } from './cluster-options.ts';
import type { RepairTexts } from './repair-texts.ts';

/** The cluster that is meant, opened for writing. */
export function writerFor({ context, kubeconfig }: Pick<ClusterOptions, 'context' | 'kubeconfig'>): ClusterWriter {
  return openWriter(findAccess({ env: process.env, ...(context === undefined ? {} : { context }), ...(kubeconfig === undefined ? {} : { kubeconfig }) }));
}

export function shownTarget({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** Why a change cannot be made, in one sentence. */
export function worded({ why, target, words = '' }: Obstacle, say: RepairTexts): string {
  return fill(say[why], { target: shownTarget(target), words });
}

/** True when whoever sits there says so, or `--yes` did. Throws a `UserError` where there is neither. */
export async function isMeant(question: string, yes: boolean, say: RepairTexts): Promise<boolean> {
  if (yes) return true;
  if (process.stdin.isTTY !== true) throw new UserError('fix-not-asked', say.noTerminal, say.noTerminalNext);
  return await ask(safe(question));
}
