import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fill } from '../model/text.ts';
import { labCache } from '../lab/parts/cache.ts';
import { caseReadme } from '../lab/runner/case-readme.ts';
import { scenarios } from '../lab/scenarios/index.ts';
import { isInside } from '../lab/world/sandbox.ts';
import { safe } from '../report/index.ts';
import { UserError } from '../sources/user-error.ts';
import { labTexts } from './lab-texts.ts';
import { type LabRunOptions, runLab } from './run-lab.ts';

export interface LabRecordOptions extends Pick<LabRunOptions, 'lang' | 'output' | 'color' | 'seed'> {
  /** Id of the case; absent: the scenario's. */
  readonly as?: string;
  /** Folder of recorded cases. */
  readonly cases: string;
}

/** `why503 lab record`: runs a scenario and keeps bundle, truth and a README as a recorded case. */
export async function runLabRecord(id: string, options: LabRecordOptions): Promise<number> {
  const { lang, seed } = options;
  const say = labTexts[lang];
  const scenario = scenarios.find((candidate) => candidate.id === id);
  if (scenario === undefined) throw new UserError('lab-unknown-scenario', fill(say.unknown, { id }), say.unknownNext);
  const kept = options.as ?? id;
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(kept)) throw new UserError('lab-case-id', fill(say.badCaseId, { id: safe(kept) }), say.badCaseIdNext);
  const target = resolve(options.cases, kept);
  if (existsSync(target)) throw new UserError('lab-case-exists', fill(say.exists, { path: target }), say.existsNext);
  const into = join(labCache(process.env).folder, 'record', `${process.pid}`);
  const code = await runLab([id], { ...options, fix: false, live: false, into, isRecording: true });
  // Inside the namespaces the run is all there is to do; files are kept by the process outside.
  if (isInside() || !existsSync(join(into, id, 'truth.json'))) return code;
  mkdirSync(target, { recursive: true });
  cpSync(join(into, id, 'bundle'), join(target, 'bundle'), { recursive: true });
  const truth = { ...JSON.parse(readFileSync(join(into, id, 'truth.json'), 'utf8')), id: kept };
  writeFileSync(join(target, 'truth.json'), `${JSON.stringify(truth, undefined, 1)}\n`);
  writeFileSync(join(target, 'README.md'), caseReadme(scenario, seed));
  rmSync(into, { recursive: true, force: true });
  process.stderr.write(`${fill(say.recorded, { path: target })}\n`);
  return code;
}
