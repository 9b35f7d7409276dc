import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where programs to compare with are kept: outside of the checkout. */
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'why503-bench');

/** ripgrep: the system's, or installed by its package manager; undefined (and said) when it is not to be had. */
export function ripgrep(): string | undefined {
  if (works('rg', ['--version'])) return 'rg';
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'ripgrep'], { stdio: 'ignore' });
  if (works('rg', ['--version'])) return 'rg';
  console.log('ripgrep is not here and could not be installed; it is left out');
  return undefined;
}

/** The folder in which DuckDB's package for Node is installed; undefined (and said) when it is not to be had. */
export function duckdb(): string | undefined {
  const folder = join(cache, 'duckdb');
  const isThere = (): boolean => existsSync(join(folder, 'node_modules', '@duckdb', 'node-api'));
  if (!isThere()) {
    mkdirSync(folder, { recursive: true });
    spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '@duckdb/node-api'], { stdio: 'ignore' });
  }
  if (isThere()) return folder;
  console.log('DuckDB is not here and could not be installed; it is left out');
  return undefined;
}

function works(program: string, args: readonly string[]): boolean {
  return spawnSync(program, [...args], { stdio: 'ignore' }).status === 0;
}
