import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runTool } from './run-tool.ts';
import { findProgram } from './system-programs.ts';

/** Debian's own switch: packages ask this program before they start a service, and 101 means no. */
const policyPath = '/usr/sbin/policy-rc.d';

/** Whether packages can be installed here: root, and a system with apt. */
export function canInstallPackages(env: Readonly<Record<string, string | undefined>>): boolean {
  return process.getuid?.() === 0 && findProgram('apt-get', env) !== undefined;
}

/**
 * Installs Debian packages without starting or enabling their services (etcd's and nginx's would). Says whether that worked. It cannot be interrupted:
 * a package manager that is stopped half-way leaves the system in need of repair.
 */
export async function installPackages(packages: readonly string[], env: Readonly<Record<string, string | undefined>>, log: string): Promise<boolean> {
  const run = async (program: string, ...args: readonly string[]): Promise<boolean> => {
    const path = findProgram(program, env);
    if (path === undefined) return false;
    const { code } = await runTool({ command: [path, ...args], folder: '/', env: { ...env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }, log });
    return code === 0;
  };
  const install = (): Promise<boolean> =>
    run('apt-get', 'install', '-y', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300', ...packages);
  const allowAgain = forbidServices(policyPath);
  try {
    // Old or absent package lists are the usual reason for a failure.
    if (!(await install()) && !((await run('apt-get', 'update')) && (await install()))) return false;
  } finally {
    allowAgain();
  }
  // Else they would start at the next boot.
  const services = ['etcd', 'haproxy', 'nginx', 'victoria-metrics'].filter((name) => packages.some((item) => item === name || item.startsWith(`${name}-`)));
  if (services.length > 0) await run('systemctl', 'disable', ...services);
  return true;
}

/**
 * Forbids packages to start services until the returned function is called. A file that the administrator made is left alone; ours says no
 * only while this process lives, so that one left by a crash does no harm.
 */
export function forbidServices(path: string): () => void {
  const mark = '# written by `why503 lab setup` for the time of an installation; may be deleted';
  if (existsSync(path) && !readFileSync(path, 'utf8').includes(mark)) return () => undefined;
  writeFileSync(path, `#!/bin/sh\n${mark}\nkill -0 ${process.pid} 2>/dev/null && exit 101\nexit 0\n`);
  chmodSync(path, 0o755);
  return () => rmSync(path, { force: true });
}
