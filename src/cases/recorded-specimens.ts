import { readBundle } from '../sources/bundle/index.ts';
import { bundleOf, caseIds, casesFolder, labCasesFolder, truthOf } from './recorded-cases.ts';
import type { Specimen } from './specimen.ts';

/** A recorded incident, and where its files lie. */
export interface RecordedSpecimen extends Specimen {
  readonly folder: string;
  readonly name: string;
}

/** Recorded incidents and runs of the lab, and those of further folders with `ID/bundle` and `ID/truth.json`. */
export async function recordedSpecimens(...more: readonly string[]): Promise<readonly RecordedSpecimen[]> {
  const specimens: RecordedSpecimen[] = [];
  for (const folder of [casesFolder, labCasesFolder, ...more]) {
    for (const id of caseIds(folder)) {
      const { cause, acceptableAlso, mustNot } = truthOf(id, folder);
      const shown = folder === casesFolder ? id : `${folder === labCasesFolder ? 'lab' : folder}/${id}`;
      const happened = cause === 'healthy' || cause === 'undecided' ? [] : [cause, ...acceptableAlso];
      const snapshot = await readBundle([bundleOf(id, folder)]);
      specimens.push({ id: shown, folder, name: id, from: 'recorded', snapshot, truth: happened, not: mustNot });
    }
  }
  return specimens;
}
