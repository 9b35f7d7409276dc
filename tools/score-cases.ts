/** Runs `diagnose` over folders that hold labelled incidents (`ID/bundle`, `ID/truth.json`) and prints what came out beside the truth. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from '../src/index.ts';
import { readBundle } from '../src/sources/bundle/index.ts';

const [folder = 'cases', ...only] = process.argv.slice(2);
let right = 0;
let all = 0;
for (const id of readdirSync(folder).toSorted()) {
  if (only.length > 0 && !only.includes(id)) continue;
  const truth: { cause: string; acceptable_also?: string[]; hop: string; must_not: string[] } = JSON.parse(readFileSync(join(folder, id, 'truth.json'), 'utf8'));
  const diagnosis = diagnose(await readBundle([join(folder, id, 'bundle')]));
  const top = diagnosis.verdict === 'healthy' ? 'healthy' : (diagnosis.causes[0]?.id ?? 'none');
  const isRight = [truth.cause, ...(truth.acceptable_also ?? [])].includes(top) && diagnosis.verdict !== 'undecided';
  const accused = diagnosis.incidents.flatMap((incident) => incident.causes).filter((cause) => ['confirmed', 'likely', 'possible'].includes(cause.verdict) && truth.must_not.includes(cause.id));
  all += 1;
  if (isRight && accused.length === 0) right += 1;
  const first = diagnosis.causes[0];
  const hop = truth.hop === '' || first?.hop === truth.hop ? '' : `  HOP ${first?.hop} wanted ${truth.hop}`;
  console.log(`${isRight ? 'ok   ' : 'WRONG'} ${id}: ${diagnosis.verdict} ${top} ${first?.verdict ?? ''} ${first?.scoreDb ?? ''} explains ${first?.explains ?? ''}${isRight ? '' : ` wanted ${truth.cause}`}${hop}${accused.length > 0 ? `  ACCUSED ${accused.map((cause) => `${cause.id}(${cause.verdict})`).join()}` : ''}`);
  for (const outcome of diagnosis.outcomes) if (outcome.status === 'crashed') console.log(`      crashed ${outcome.analyzer}: ${outcome.error}`);
  if (process.env['SHOW'] !== undefined)
    for (const incident of diagnosis.incidents) {
      console.log(`   ${incident.id} ${incident.target} ${incident.flags.join(' ')} ${incident.failures}/${incident.requests} ${incident.pattern} unexplained ${incident.unexplained}`);
      for (const cause of incident.causes) if (cause.votes.length > 0) console.log(`      ${cause.id} ${cause.verdict} ${cause.scoreDb} x${cause.explains} ${cause.hop ?? ''} [${cause.votes.map((vote) => `${vote.finding.split(':')[0]} ${vote.db}`).join(', ')}]`);
    }
}
console.log(`${right} of ${all} right`);
