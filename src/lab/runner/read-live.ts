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
  /** Whether what was printed of the live cluster is that diagnosis, byte for byte. */
  readonly isThatOfArchive: boolean;
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
  if (stdout === '') return { ...ended, isThatOfArchive: false };
  const snapshot = await readBundle([archive]);
  const diagnosis = diagnose(snapshot, snapshot.collectedFor ?? {});
  return { ...ended, diagnosis, isThatOfArchive: renderJson(diagnosis) === stdout };
}
