import type { Snapshot } from '../model/snapshot.ts';
import type { Gathered } from '../model/source.ts';

/** The same snapshot with each artifact's list turned round: what files are called decides their order, and must decide nothing else. */
export function reverseLists(snapshot: Snapshot): Snapshot {
  const turned = Object.entries(snapshot.artifacts).map(([id, gathered]): readonly [string, Gathered] => {
    if (gathered.status !== 'ok' || !Array.isArray(gathered.value)) return [id, gathered];
    return [id, { status: 'ok', value: gathered.value.toReversed() }];
  });
  return { ...snapshot, artifacts: Object.fromEntries(turned) };
}
