import { bestOfEachCause, type Offered } from '../fixes/plan.ts';
import { asObject, stringAt } from '../formats/json.ts';
import type { Change, Manifest } from '../model/fix.ts';
import { type Catalogue, say } from '../text/catalogue.ts';
import { safe } from '../report/safe.ts';
import { manifestYaml } from '../sources/cluster/manifest-yaml.ts';

/**
 * Patches as documents for `kubectl apply --server-side --field-manager=why503 -f -`. Alternatives exclude each other, so each cause of an
 * incident is given by its first fix alone, with all that belongs to it.
 */
export function fixYaml(offered: readonly Offered[], catalogue: Catalogue): string {
  const documents = bestOfEachCause(offered).flatMap((each) =>
    each.changes.map((change) => `# ${oneLine(say(catalogue, each.title))}\n# ${oneLine(each.id)}\n${manifestYaml(withUid(change))}`),
  );
  return documents.join('---\n');
}

/**
 * With the uid of the object that the patch was made for, where the evidence has it: a server refuses it for one that was replaced since (Kubernetes 1.34: 409 where
 * there is none of the name, patch.go; else 422, since a uid cannot change, objectmeta.go) and does not count it among the manager's fields (stripmeta.go).
 */
function withUid({ verb, object, result }: Change): Change['object'] {
  const uid = stringAt(result, 'metadata', 'uid');
  return verb === 'create' || uid === undefined ? object : { ...object, metadata: { ...asObject(object['metadata']), uid } as Manifest }; // it was a Manifest
}

function oneLine(text: string): string {
  return safe(text).replaceAll(/\s+/g, ' ');
}
