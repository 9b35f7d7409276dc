import { pods } from '../artifacts/kubernetes/kinds.ts';
import type { Place } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';

/** TODO: what one element says, in the user's words. Values travel with the places they were read from. */
export interface TemplateIdEntry {
  readonly name: string;
  readonly at: Place;
}

/** TODO: what goes in, what comes out, and what is left out on purpose. */
export const templateId: Fact<readonly TemplateIdEntry[]> = defineFact({
  id: 'template-id',
  needs: { pods },
  derive: ({ pods }) => pods.map(({ ref, at }) => ({ name: ref.name, at })),
});
