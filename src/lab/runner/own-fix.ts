import { isDeepStrictEqual } from 'node:util';
import { bestOfEachCause, planOf } from '../../fixes/plan.ts';
import { proposeFixes, type Snapshot } from '../../index.ts';
import { applyRecord } from '../../repair/apply-record.ts';
import { managerOf, type RecordedChange, type RepairRecord } from '../../repair/record.ts';
import { tryChange } from '../../repair/try-changes.ts';
import { undoRecord } from '../../repair/undo-record.ts';
import { numberAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { findAccess } from '../../sources/cluster/access/find-access.ts';
import { openWriter } from '../../sources/cluster/write/cluster-writer.ts';
import { ownDefinitions } from '../../sources/schemas/own-definitions.ts';
import { readDefinitions } from '../../sources/schemas/read-definitions.ts';

/** The tool's own patches, made in the lab's API server and taken back as `why503 fix --apply` and `--undo` do. */
export interface OwnFix {
  /** Asks the server first (dry run), then changes. Throws where the tool offers nothing, or the server refuses. */
  readonly apply: () => Promise<void>;
  /** Throws where an object is not as it was, or others own its fields than before. */
  readonly takeBack: () => Promise<void>;
}

/** The patches of one fix for what a diagnosis names. */
export function ownFix(kubeconfig: string, snapshot: Snapshot, id: string, signal: AbortSignal): OwnFix {
  const { diagnosis, proposals, istio } = proposeFixes(snapshot);
  const definitions = readDefinitions(istio, ownDefinitions(snapshot));
  const plan = planOf(diagnosis, proposals, definitions.istio, definitions.others);
  const offered = bestOfEachCause(plan.offered.filter(({ fix }) => fix === id));
  const writer = openWriter(findAccess({ kubeconfig, env: {} }));
  let record: RepairRecord = {
    schemaVersion: 1,
    id: 'own-fix', // the lab itself applies as why503-lab
    at: snapshot.takenAtText,
    context: writer.context,
    server: writer.server,
    fix: id,
    cause: '',
    title: '',
    changes: [],
  };
  let before: readonly unknown[] = [];
  const save = (each: RepairRecord): void => {
    record = each;
  };
  const standing = async (): Promise<readonly unknown[]> =>
    await Promise.all(
      record.changes.map(async ({ path, patch }) => {
        // who scales in between changes nothing of a fix that does not
        const { spec, ...rest } = partsOf(await writer.get(path)) ?? {};
        return { ...rest, spec: numberAt(patch, 'spec', 'replicas') === undefined && spec !== undefined ? { ...spec, replicas: undefined } : spec };
      }),
    );
  return {
    apply: async () => {
      if (offered.length === 0) throw new Error(`the tool offers no ${id}: ${JSON.stringify(plan.refused.map(({ problems }) => problems))}`);
      const changes: RecordedChange[] = [];
      for (const change of offered.flatMap((each) => each.changes)) {
        const tried = await tryChange(writer, change, managerOf(record));
        if ('obstacle' in tried) throw new Error(`the server takes no ${id}: ${JSON.stringify(tried.obstacle)}`);
        changes.push(tried.change);
      }
      record = { ...record, changes };
      before = await standing();
      const { obstacle } = await applyRecord(writer, record, save, signal);
      if (obstacle !== undefined) throw new Error(`${id} was not made: ${JSON.stringify(obstacle)}`);
    },
    takeBack: async () => {
      const { outcomes } = await undoRecord(writer, record, save, { force: false, isSettled: true });
      const after = await standing();
      writer.close();
      if (!outcomes.every(({ what }) => what === 'undone')) throw new Error(`${id} was not taken back: ${JSON.stringify(outcomes)}`);
      if (!isDeepStrictEqual(after, before)) throw new Error(`${id}: not as it was: ${JSON.stringify(before)} → ${JSON.stringify(after)}`);
    },
  };
}

/** What a person would call the object, and who owns what of it; its status and versions move by themselves. */
function partsOf({
  status,
  text,
}: {
  readonly status: number;
  readonly text: string;
}): { readonly spec?: JsonObject; readonly [part: string]: unknown } | undefined {
  if (status === 404) return undefined;
  const { spec, metadata } = JSON.parse(text, withoutRestart);
  const owners = metadata.managedFields.filter(
    ({ subresource, fieldsV1 }: { subresource?: string; fieldsV1: unknown }) => subresource === undefined && !emptied.test(JSON.stringify(fieldsV1)),
  );
  return {
    spec,
    labels: metadata.labels,
    annotations: metadata.annotations,
    owners: owners.map(({ manager, fieldsV1 }: { manager: string; fieldsV1: unknown }) => [manager, fieldsV1]).toSorted(),
  };
}

/** A roll-out that is asked for between the two is no part of the fix: its annotations go (the controller counts them), and so does whoever set nothing else. */
function withoutRestart(key: string, value: unknown): unknown {
  if (/(?:kubectl\.kubernetes\.io\/restartedAt|deployment\.kubernetes\.io\/revision)$/.test(key)) return undefined;
  // a container's lifecycle of nothing is none
  return (key === 'annotations' || key === 'lifecycle') && JSON.stringify(value) === '{}' ? undefined : value;
}

const emptied = /"f:annotations":\{(?:"\.":\{\})?\}/;
