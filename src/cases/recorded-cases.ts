import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from '../index.ts';
import { asList, asObject, asString } from '../formats/json.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { readBundle } from '../sources/bundle/index.ts';
import type { Truth } from '../testing/judge.ts';

/** Where the recorded incidents lie. */
export const casesFolder: string = join(import.meta.dirname, '..', '..', 'cases');

/** Where runs of the lab are kept. */
export const labCasesFolder: string = join(casesFolder, 'lab');

/** Ids of all recorded incidents: folders with a bundle and its truth, by name. `folder` is another place that holds such folders. */
export function caseIds(folder: string = casesFolder): readonly string[] {
  return readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, 'truth.json')) && existsSync(join(folder, id, 'bundle')))
    .toSorted();
}

export function bundleOf(id: string, folder: string = casesFolder): string {
  return join(folder, id, 'bundle');
}

export function truthOf(id: string, folder: string = casesFolder): Truth {
  const truth = asObject(JSON.parse(readFileSync(join(folder, id, 'truth.json'), 'utf8')));
  const cause = asString(truth?.['cause']);
  if (cause === undefined) throw new Error(`${id}/truth.json names no cause`);
  const strings = (key: string): readonly string[] => asList(truth?.[key]).flatMap((item) => asString(item) ?? []);
  const hop = hopsAsLogged[id] ?? asString(truth?.['hop']);
  return { id, cause, acceptableAlso: strings('acceptable_also'), mustNot: strings('must_not'), ...(hop === undefined || hop === '' ? {} : { hop }) };
}

/** Hops that a `truth.json` names by the mesh's usual path, while the failing requests took another: as the recorded rows have them. */
const hopsAsLogged: { readonly [id: string]: string } = {
  'connection-pool-overflow': 'metrics-pusher-sidecar->vminsert-sidecar', // vmalert has no failing row
};

const snapshots = new Map<string, Promise<Snapshot>>();

/** The snapshot of a recorded incident, read once per process. */
export function snapshotOf(id: string): Promise<Snapshot> {
  const known = snapshots.get(id);
  if (known !== undefined) return known;
  const reading = readBundle([bundleOf(id)]);
  snapshots.set(id, reading);
  return reading;
}

/** The diagnosis of a recorded incident as it was recorded. */
export async function diagnosisOf(id: string): Promise<Diagnosis> {
  return diagnose(await snapshotOf(id));
}
