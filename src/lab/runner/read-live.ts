import { join } from 'node:path';
import { diagnose } from '../../index.ts';
import type { Diagnosis } from '../../model/diagnosis.ts';
import { renderJson } from '../../report/index.ts';
import { readBundle } from '../../sources/bundle/index.ts';
import type { Lab } from '../start-lab.ts';
import { endedProgram } from '../world/ended-program.ts';
import { readerAccount } from './reader-account.ts';

/** How the tool itself is run against the lab's cluster: as a user on call runs it, who has the API server and nothing else. */
export interface LiveReader {
  /** The tool's own command file. */
  readonly program: string;
  /** Of an account with the shipped role. */
  readonly kubeconfig: string;
}

/** What the tool says of the live cluster. */
export interface LiveReading {
  readonly archive: string;
  /** Of the archive; absent where none was written. */
  readonly diagnosis?: Diagnosis;
  /** Where what was printed of the live cluster is not that diagnosis, byte for byte: both, from a little before they part. */
  readonly parting?: { readonly live: string; readonly archive: string };
  readonly exitCode: number;
  readonly said: string;
  readonly seconds: number;
}

/** Makes the account that reads. */
export async function openLiveReader(lab: Lab, program: string): Promise<LiveReader> {
  const kubeconfig = join(lab.folder, 'reader.kubeconfig');
  await readerAccount(lab.api, lab.kubeconfig, kubeconfig);
  return { program, kubeconfig };
}

/** Runs `why503 diagnose` without a path for a namespace, then diagnoses the archive that it saved: one reading of a cluster that moves on. */
export async function readLive(
  { program, kubeconfig }: LiveReader,
  { namespace, archive, signal }: { readonly namespace: string; readonly archive: string; readonly signal: AbortSignal },
): Promise<LiveReading> {
  const begun = performance.now();
  const args = ['diagnose', '--namespace', namespace, '--kubeconfig', kubeconfig, '--save', archive, '-o', 'json'];
  const { code, stdout, stderr } = await endedProgram([program, ...args], { signal });
  const ended = { archive, exitCode: code, said: stderr, seconds: (performance.now() - begun) / 1000 };
  if (stdout === '') return ended;
  const snapshot = await readBundle([archive]);
  const diagnosis = diagnose(snapshot, snapshot.collectedFor ?? {});
  const parting = partingOf(stdout, renderJson(diagnosis));
  return { ...ended, diagnosis, ...(parting === undefined ? {} : { parting }) };
}

/** Characters that are shown before two texts part, and behind. */
const [shownBefore, shownBehind] = [60, 120];

function partingOf(live: string, archive: string): LiveReading['parting'] {
  if (live === archive) return undefined;
  let at = 0;
  while (at < live.length && live[at] === archive[at]) at += 1;
  const excerpt = (text: string): string => text.slice(Math.max(0, at - shownBefore), at + shownBehind);
  return { live: excerpt(live), archive: excerpt(archive) };
}
