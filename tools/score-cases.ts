/**
 * Diagnoses labelled incidents (folders `ID/bundle` with `ID/truth.json`) and prints what came out beside the truth.
 *
 *   node tools/score-cases.ts [FOLDER] [ID…]               one line for each incident, and how many are right
 *   node tools/score-cases.ts --votes [FOLDER] [ID…]       with every cause's votes
 *   node tools/score-cases.ts --leave-out [FOLDER] [ID…]   what is answered without each kind of evidence, file, pod, and with little of it
 */
import { parseArgs } from 'node:util';
import { answerOf, falsehoodsOf, problemsOf } from '../src/testing/judge.ts';
import { pairsWithLogs, partsOf, showsFailures, withoutPart } from '../src/cases/leave-out.ts';
import { bundleOf, caseIds, casesFolder, truthOf } from '../src/cases/recorded-cases.ts';
import type { Truth } from '../src/testing/judge.ts';
import { type Diagnosis, diagnose } from '../src/index.ts';
import { readBundle } from '../src/sources/bundle/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { votes: { type: 'boolean', default: process.env['SHOW'] !== undefined }, 'leave-out': { type: 'boolean', default: false } },
});
const [folder = casesFolder, ...only] = positionals;
const ids = caseIds(folder).filter((id) => only.length === 0 || only.includes(id));
let right = 0;
for (const id of ids) {
  const truth = truthOf(id, folder);
  const snapshot = await readBundle([bundleOf(id, folder)]);
  const diagnosis = diagnose(snapshot);
  const problems = problemsOf(diagnosis, truth);
  if (problems.length === 0) right += 1;
  console.log(`${problems.length === 0 ? 'ok   ' : 'WRONG'} ${id}: ${answerLine(diagnosis)}${problems.map((problem) => `\n        ${problem}`).join('')}`);
  if (values.votes) printVotes(diagnosis);
  if (!values['leave-out']) continue;
  for (const part of [...partsOf(snapshot), ...pairsWithLogs(snapshot)]) {
    const rest = withoutPart(snapshot, part);
    printLeftOut(part.name, diagnosis, diagnose(rest), truth, showsFailures(rest));
  }
}
console.log(`${right} of ${ids.length} right`);
process.exitCode = right === ids.length ? 0 : 1;

function answerLine(diagnosis: Diagnosis): string {
  const first = diagnosis.causes[0];
  const cause = first === undefined ? '' : ` ${first.verdict} ${first.scoreDb} dB, explains ${first.explains}, at ${first.hop ?? '?'}`;
  return `${diagnosis.verdict} ${answerOf(diagnosis) ?? '-'}${answerOf(diagnosis) === first?.id ? cause : ''}`;
}

/** Only what weakens or turns the answer is worth a line. */
function printLeftOut(name: string, whole: Diagnosis, rest: Diagnosis, truth: Truth, failuresLeft: boolean): void {
  const problems = falsehoodsOf(rest, truth, failuresLeft);
  if (problems.length === 0 && strengthOf(rest) === strengthOf(whole)) return;
  console.log(`  ${problems.length === 0 ? '     ' : 'WRONG'} without ${name}: ${answerLine(rest)}${problems.length === 0 ? '' : ` (${problems.join('; ')})`}`);
}

function strengthOf(diagnosis: Diagnosis): string {
  return `${diagnosis.verdict} ${answerOf(diagnosis) ?? ''} ${diagnosis.causes[0]?.verdict ?? ''} ${diagnosis.causes[0]?.hop ?? ''}`;
}

function printVotes(diagnosis: Diagnosis): void {
  for (const { id, target, flags, failures, requests, pattern, unexplained, causes } of diagnosis.incidents) {
    console.log(`   ${id} ${target} ${flags.join(' ')} ${failures}/${requests ?? '?'} ${pattern}, unexplained ${unexplained}`);
    for (const cause of causes.filter(({ votes }) => votes.length > 0)) {
      const votes = cause.votes.map((vote) => `${vote.finding.split(':')[0]} ${vote.db}`).join(', ');
      console.log(`      ${cause.id} ${cause.verdict} ${cause.scoreDb} x${cause.explains} ${cause.hop ?? ''} [${votes}]`);
    }
  }
}
