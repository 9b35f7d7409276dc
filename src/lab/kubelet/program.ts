import { accessSync, constants, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { expand } from './env.ts';
import type { Container } from './pod.ts';

/** Programs of images whose name is not the program's. */
const programs: { readonly [image: string]: string } = { proxyv2: 'pilot-agent', pilot: 'pilot-discovery' };

/** Programs whose own paths are relative to their working directory: they run inside their container's folder, as if it were the image's root. */
const inOwnRoot: ReadonlySet<string> = new Set(['pilot-agent', 'pilot-discovery']);

/** A program cannot be started; the message is that of a container runtime. */
export class StartError extends Error {}

/** The command line of a container. There are no images: without `command` the program is named as the image is. */
export function commandOf({ image = '', command = [], args = [] }: Container, env: Readonly<Record<string, string>>): readonly string[] {
  const name = basename(image.split('@')[0] ?? '').split(':')[0] ?? '';
  const own = command.length > 0 ? command : [programs[name] ?? name];
  return [...own, ...args].map((word) => expand(word, env));
}

export function runsInOwnRoot(program: string): boolean {
  return inOwnRoot.has(basename(program));
}

/** The program's file: as it is named, else by its last name on the path, since images keep programs elsewhere than this machine does. Throws `StartError`. */
export function findProgram(name: string, path: string, cwd: string): string {
  if (name.includes('/') && isProgram(join(name.startsWith('/') ? '' : cwd, name))) return name;
  const found = path
    .split(delimiter)
    .map((folder) => join(folder, basename(name)))
    .find(isProgram);
  if (found !== undefined) return found;
  const what = name.startsWith('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH';
  throw new StartError(
    `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${name}": ${what}`,
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
