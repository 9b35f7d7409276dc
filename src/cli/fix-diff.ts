import { bestOfEachCause, type Offered } from '../fixes/plan.ts';
import type { OwnManifests } from '../sources/own-manifests/read-own-manifests.ts';
import { unifiedDiff } from '../sources/own-manifests/unified-diff.ts';
import type { FixTexts } from './fix-texts.ts';
import { ownPatch, withFile } from './own-patch.ts';

/** What is made of a person's files, and what is not and why. */
export interface FixDiff {
  /** For `git apply` and `patch -p1`. */
  readonly diff: string;
  readonly notes: readonly string[];
}

/** The first fix of each cause in the person's own files, one after another: two may change the same file. */
export function fixDiff(offered: readonly Offered[], manifests: OwnManifests, say: FixTexts): FixDiff {
  let changed = manifests;
  const notes: string[] = [];
  for (const change of bestOfEachCause(offered).flatMap(({ changes }) => changes)) {
    const { file, note } = ownPatch(change, changed, say);
    if (file !== undefined) changed = withFile(changed, file);
    if (note !== undefined) notes.push(note);
  }
  const diff = changed.files
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, text }) => unifiedDiff(name, manifests.files.find((file) => file.name === name)?.text, text))
    .join('');
  return { diff, notes };
}
