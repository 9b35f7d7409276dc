import { readBundle } from '../sources/bundle/index.ts';
import { bundleOf, caseIds, casesFolder, labCasesFolder, truthOf } from './recorded-cases.ts';
import type { Specimen } from './specimen.ts';

/** Recorded incidents and runs of the lab, and those of further folders with `ID/bundle` and `ID/truth.json`. */
export async function recordedSpecimens(...more: readonly string[]): Promise<readonly Specimen[]> {
  const specimens: Specimen[] = [];
  for (const folder of [casesFolder, labCasesFolder, ...more]) {
    for (const id of caseIds(folder)) {
      const { cause, acceptableAlso, mustNot } = truthOf(id, folder);
      const name = folder === casesFolder ? id : `${folder === labCasesFolder ? 'lab' : folder}/${id}`;
      const happened = cause === 'healthy' || cause === 'undecided' ? [] : [cause, ...acceptableAlso];
      specimens.push({ id: name, from: 'recorded', snapshot: await readBundle([bundleOf(id, folder)]), truth: happened, not: mustNot });
    }
  }
  return specimens;
}
