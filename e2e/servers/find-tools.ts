import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { labCache } from '../../src/lab/parts/cache.ts';
import { canInstallPackages, installPackages } from '../../src/lab/parts/debian.ts';
import { findGo, goEnv } from '../../src/lab/parts/go-tool.ts';
import { takeLock } from '../../src/lab/parts/lock.ts';
import { runTool } from '../../src/lab/parts/run-tool.ts';
import { findProgram } from '../../src/lab/parts/system-programs.ts';
import type { Need } from './probed-server.ts';

/** Where a need is met, or why it is not on this machine. */
export type Tool = { readonly path: string } | { readonly missing: string };

const root = join(import.meta.dirname, '..', '..');
const cache = labCache(process.env);
const folder = join(cache.folder, '..', 'probe');
const log = join(folder, 'install.log');

/** Finds or installs what the servers are made of, one after the other, into the cache outside the checkout; what is there already takes no time. */
export async function findTools(needs: readonly Need[]): Promise<ReadonlyMap<Need, Tool>> {
  mkdirSync(folder, { recursive: true });
  let lock = takeLock(join(folder, 'lock'));
  while (!('release' in lock)) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    lock = takeLock(join(folder, 'lock'));
  }
  try {
    await installDebian(needs);
    const found = new Map<Need, Tool>();
    for (const need of new Set(needs)) found.set(need, await find(need));
    return found;
  } finally {
    lock.release();
  }
}

/** One run of apt for all that is missing; no service is started. */
async function installDebian(needs: readonly Need[]): Promise<void> {
  const missing = needs.filter((need) => ['nginx', 'apache2', 'haproxy'].includes(need) && findProgram(need, process.env) === undefined);
  const packages = [...new Set(missing)].map((need) => (need === 'apache2' ? 'apache2-bin' : need));
  if (packages.length > 0 && canInstallPackages(process.env)) await installPackages(packages, process.env, log);
}

async function find(need: Need): Promise<Tool> {
  switch (need) {
    case 'nginx':
    case 'apache2':
    case 'haproxy':
      return program(need, `${need} is not installed, and cannot be by this user`);
    case 'java':
      return program('java', 'there is no java here');
    case 'node':
      return { path: process.execPath };
    case 'go':
      return goServer();
    case 'python':
      return pythonServers();
    case 'maven':
      return javaServers();
    case 'victoria-metrics':
    case 'envoy':
      return labPart(need);
  }
}

function program(name: string, missing: string): Tool {
  const path = findProgram(name, process.env);
  return path === undefined ? { missing } : { path };
}

/** A part of the lab; `lab setup` makes it where it is missing. */
function labPart(name: 'victoria-metrics' | 'envoy'): Tool {
  const path = join(cache.bin, name);
  if (!existsSync(path)) {
    const part = name === 'envoy' ? 'envoy' : 'victoriametrics';
    spawnSync(process.execPath, [join(root, 'bin', 'why503.cjs'), 'lab', 'setup', '--only', part], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return existsSync(path) ? { path } : { missing: `why503 lab setup could not make ${name}` };
}

async function goServer(): Promise<Tool> {
  const go = await findGo(process.env);
  if (go === undefined) return { missing: 'there is no go here' };
  const source = join(root, 'lab', 'apps', 'go-server');
  return made('go', [join(source, 'main.go'), join(source, 'go.mod')], go.version, 'server', async (into) =>
    runs([go.program, 'build', '-o', join(into, 'server'), '.'], source, goEnv(process.env, go.program)),
  );
}

async function pythonServers(): Promise<Tool> {
  const python = findProgram('python3', process.env);
  if (python === undefined) return { missing: 'there is no python3 here' };
  const requirements = join(import.meta.dirname, 'python', 'requirements.txt');
  const version = spawnSync(python, ['--version'], { encoding: 'utf8' }).stdout;
  return made('python', [requirements], version, 'bin', async (into) => {
    // A virtual environment cannot be moved, so it is made where it stays.
    if (!(await runs([python, '-m', 'venv', into], folder))) return false;
    return runs([join(into, 'bin', 'python'), '-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '-r', requirements], folder);
  });
}

async function javaServers(): Promise<Tool> {
  const maven = findProgram('mvn', process.env);
  if (maven === undefined || findProgram('java', process.env) === undefined) return { missing: 'there is no java or no mvn here' };
  const pom = join(import.meta.dirname, 'java', 'pom.xml');
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  return made('java', [pom], '', '.', (into) => runs([maven, '-q', '-B', '-f', pom, goal, `-DoutputDirectory=${into}`], folder));
}

/** Something made once per content of its recipe; a half-made one is made again. The tool is `inner` in the folder. */
async function made(name: string, recipe: readonly string[], more: string, inner: string, make: (into: string) => Promise<boolean>): Promise<Tool> {
  const key = createHash('sha256').update(more);
  for (const file of recipe) key.update(readFileSync(file));
  const into = join(folder, `${name}-${key.digest('hex').slice(0, 12)}`);
  const isWhole = `${into}.whole`;
  if (!existsSync(isWhole)) {
    rmSync(into, { recursive: true, force: true });
    if (!(await make(into))) return { missing: `${name} could not be installed; see ${log}` };
    mkdirSync(`${isWhole}.new`, { recursive: true });
    renameSync(`${isWhole}.new`, isWhole);
  }
  return { path: join(into, inner) };
}

async function runs(command: readonly string[], from: string, env: Readonly<Record<string, string | undefined>> = process.env): Promise<boolean> {
  const { code } = await runTool({ command, folder: from, env, log });
  return code === 0;
}
