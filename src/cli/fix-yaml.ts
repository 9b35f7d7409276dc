import type { Offered } from '../fixes/plan.ts';
import { type Catalogue, say } from '../text/catalogue.ts';
import { safe } from '../report/safe.ts';
import { manifestYaml } from '../sources/cluster/manifest-yaml.ts';

/**
 * Patches as documents for `kubectl apply --server-side --field-manager=why503 -f -`. Alternatives exclude each other, so each cause of an
 * incident is given by its first fix alone.
 */
export function fixYaml(offered: readonly Offered[], catalogue: Catalogue): string {
  const documents = firstOfEachCause(offered).flatMap((each) =>
    each.changes.map(({ object }) => `# ${oneLine(say(catalogue, each.title))}\n# ${oneLine(each.id)}\n${manifestYaml(object)}`),
  );
  return documents.join('---\n');
}

/** Alternatives exclude each other: the best for each cause of each incident. */
export function firstOfEachCause(offered: readonly Offered[]): readonly Offered[] {
  return offered.filter((each, index) => offered.findIndex(({ incident, cause }) => incident === each.incident && cause === each.cause) === index);
}

function oneLine(text: string): string {
  return safe(text).replaceAll(/\s+/g, ' ');
}
