import { dirname } from 'node:path';
import { execFile } from 'node:child_process';
import { findProgram, isExecutable } from './system-programs.ts';

/** The user's Go. */
export interface GoTool {
  readonly program: string;
  /** For example `1.26.8`. */
  readonly version: string;
  /** Its caches: what building fills. */
  readonly caches: readonly string[];
}

/** Looks for Go in PATH and where its own archive puts it. */
export async function findGo(env: Readonly<Record<string, string | undefined>>): Promise<GoTool | undefined> {
  const program = findProgram('go', env) ?? ['/usr/local/go/bin/go'].find(isExecutable);
  if (program === undefined) return undefined;
  const [version = '', ...caches] = (await output(program, ['env', 'GOVERSION', 'GOCACHE', 'GOMODCACHE'], goEnv(env, program))).split('\n');
  const number = /^go(\d+\.\d+(?:\.\d+)?)/.exec(version)?.[1];
  return number === undefined ? undefined : { program, version: number, caches: caches.filter((path) => path.startsWith('/')) };
}

/** The environment of a build: the user's own caches and proxies, and nothing of theirs that changes what is built. */
export function goEnv(env: Readonly<Record<string, string | undefined>>, program: string, temporary?: string): Readonly<Record<string, string | undefined>> {
  const { GOOS: _os, GOARCH: _arch, GOBIN: _bin, ...rest } = env;
  return {
    ...rest,
    PATH: `${dirname(program)}:${env['PATH'] ?? ''}`,
    GO111MODULE: 'on',
    GOTOOLCHAIN: 'local',
    GOWORK: 'off',
    CGO_ENABLED: '0',
    GOFLAGS: '-mod=readonly -trimpath -buildvcs=false',
    ...(temporary === undefined ? {} : { GOTMPDIR: temporary }),
  };
}

/** The least Go that a `go.mod` asks for. */
export function requiredGo(goMod: string): string {
  return /^go (\d+(?:\.\d+)*)/m.exec(goMod)?.[1] ?? '1.0';
}

/** Whether version `have` is older than `need`; a missing patch number counts as 0. */
export function isOlder(have: string, need: string): boolean {
  const [a, b] = [have, need].map((version) => version.split('.').map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function output(program: string, args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, [...args], { env, timeout: 30_000 }, (error, stdout) => resolve(error === null ? stdout : ''));
  });
}
