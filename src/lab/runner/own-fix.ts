import { isDeepStrictEqual } from 'node:util';
import { planOf } from '../../fixes/plan.ts';
import { proposeFixes, type Snapshot } from '../../index.ts';
import type { Change } from '../../model/fix.ts';
import { ownDefinitions } from '../../sources/schemas/own-definitions.ts';
import { readDefinitions } from '../../sources/schemas/read-definitions.ts';
import type { KubeApi, KubeObject } from '../cluster/kube-api.ts';
import { KubeError } from '../cluster/kube-api.ts';

/** The tool's own patches, applied to the lab's API server as a person would, and taken back as they are told to. */
export interface OwnFix {
  /** Asks the server first (dry run), then changes. Throws where the tool offers nothing, or the server refuses. */
  readonly apply: () => Promise<void>;
  /** Throws where an object is not as it was. */
  readonly takeBack: () => Promise<void>;
}

const fieldManager = 'why503';

/** The patches of one fix for what a diagnosis names. */
export function ownFix(api: KubeApi, snapshot: Snapshot, id: string): OwnFix {
  const { diagnosis, proposals, istio } = proposeFixes(snapshot);
  const definitions = readDefinitions(istio, ownDefinitions(snapshot));
  const plan = planOf(diagnosis, proposals, definitions.istio, definitions.others);
  // the alternatives of one fix exclude each other
  const offered = plan.offered.filter(
    (each, index) => each.fix === id && plan.offered.findIndex((other) => other.fix === id && other.incident === each.incident) === index,
  );
  const changes = offered.flatMap((each) => each.changes);
  const before = new Map<Change, unknown>();
  return {
    apply: async () => {
      if (changes.length === 0) throw new Error(`the tool offers no ${id}: ${JSON.stringify(plan.refused.map(({ problems }) => problems))}`);
      for (const change of changes) {
        const object = kubeObject(change.object);
        before.set(change, await specOf(api, object));
        await api.apply(object, { fieldManager, dryRun: true });
      }
      for (const change of changes) await api.apply(kubeObject(change.object), { fieldManager });
    },
    takeBack: async () => {
      for (const change of changes) {
        const object = kubeObject(change.object);
        if (change.undo === undefined) await api.delete(await api.pathOf(object));
        else await api.apply(kubeObject(change.undo), { fieldManager });
        const now = await specOf(api, object);
        if (!isDeepStrictEqual(now, before.get(change)))
          throw new Error(`${object.kind} ${object.metadata.name} is not as it was: ${JSON.stringify(before.get(change))} → ${JSON.stringify(now)}`);
      }
    },
  };
}

async function specOf(api: KubeApi, object: KubeObject): Promise<unknown> {
  try {
    return (await api.get(await api.pathOf(object)))['spec'];
  } catch (error) {
    if (error instanceof KubeError && error.status === 404) return undefined;
    throw error;
  }
}

const kubeObject = (object: Change['object']): KubeObject => object as unknown as KubeObject; // every change has apiVersion, kind and a name
