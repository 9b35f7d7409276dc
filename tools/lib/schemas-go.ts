import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { asString, asObject } from '../../src/formats/json.ts';

/** A module in Go's cache. */
export interface GoModule {
  /** Folder with its files, read-only. */
  readonly folder: string;
  /** `h1:…`, which the go command compared with Go's public checksum database. */
  readonly sum: string;
}

/** Fetches one module by the go command (which must be on PATH); what is in its cache already is not fetched again. */
export async function downloadModule(module: string, version: string): Promise<GoModule> {
  // Away from any go.mod, whose requirements would be loaded first.
  const options = { cwd: tmpdir(), env: { ...process.env, GOFLAGS: '', GOWORK: 'off' }, timeout: 300_000, maxBuffer: 16_000_000 };
  const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', `${module}@${version}`], options).catch((error: unknown) => {
    // With -json the reason stands in the output, not in the error.
    const output = asString(asObject(error)?.['stdout']) ?? '';
    throw new Error(`go mod download ${module}@${version} failed: ${reasonIn(output) ?? String(error)}`, { cause: error });
  });
  const answer = asObject(JSON.parse(stdout));
  const folder = asString(answer?.['Dir']);
  const sum = asString(answer?.['Sum']);
  if (folder === undefined || sum === undefined) throw new Error(`go mod download ${module}@${version} gave no folder`);
  return { folder, sum };
}

function reasonIn(output: string): string | undefined {
  try {
    return asString(asObject(JSON.parse(output))?.['Error']);
  } catch {
    return undefined;
  }
}
