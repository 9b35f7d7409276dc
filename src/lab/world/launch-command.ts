/** A file or folder that the process sees at another path, where that path exists. */
export interface Bind {
  readonly from: string;
  readonly to: string;
}

/** Where and as whom a program runs. */
export interface LaunchSpec {
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** Absent: stays the lab's own user. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Process whose network namespace is entered. */
  readonly network?: number;
  /** Process whose network, mount and host-name namespaces are entered, as `kubectl exec` does; nothing new is made then. */
  readonly join?: number;
  readonly binds?: readonly Bind[];
  readonly hostname?: string;
  /** `cgroup.procs` files to enter. */
  readonly cgroups?: readonly string[];
  /** Files (FIFOs) that become standard output and standard error. */
  readonly output?: { readonly stdout: string; readonly stderr: string };
  /** Whether supplementary groups can be dropped; a user namespace of an ordinary user may forbid it. Default true. */
  readonly canSetGroups?: boolean;
}

/**
 * The command line that brings a program into its surroundings: nsenter → unshare → sh → setpriv → program. Each replaces the one before (`exec`),
 * so the process id that is started is the program's own and signals reach it.
 */
export function launchCommand(spec: LaunchSpec): readonly string[] {
  const enter =
    spec.join === undefined
      ? spec.network === undefined
        ? []
        : ['nsenter', '--target', `${spec.network}`, '--net', '--']
      : ['nsenter', '--target', `${spec.join}`, '--net', '--mount', '--uts', '--'];
  const own = spec.join === undefined ? ['unshare', '--mount', '--uts', '--propagation', 'private', '--'] : [];
  return [...enter, ...own, 'sh', '-c', script(spec), 'sh', ...spec.command];
}

function script(spec: LaunchSpec): string {
  const { output, user } = spec;
  const lines = [
    ...(output === undefined ? [] : [`exec >${quote(output.stdout)} 2>${quote(output.stderr)}`]),
    ...(spec.cgroups ?? []).map((file) => `echo $$ >${quote(file)}`),
    // A name is not worth a failed start.
    ...(spec.hostname === undefined ? [] : [`hostname ${quote(spec.hostname)} 2>/dev/null || true`]),
    ...(spec.binds ?? []).map(({ from, to }) => `if [ -e ${quote(to)} ]; then mount --rbind ${quote(from)} ${quote(to)}; fi`),
    `cd ${quote(spec.cwd)}`,
    `exec setpriv --pdeathsig SIGKILL ${user === undefined ? '' : asUser(user, spec.canSetGroups ?? true)}-- "$@"`,
  ];
  return ['set -e', ...lines].join('\n');
}

/**
 * Another user may still read everything the lab's user may: the lab's programs and folders often lie below a home folder that is closed to others,
 * while in an image they would lie open.
 */
function asUser({ uid, gid }: { readonly uid: number; readonly gid: number }, canSetGroups: boolean): string {
  if (uid === 0) return '';
  const groups = canSetGroups ? '--clear-groups' : '--keep-groups';
  return `--reuid ${uid} --regid ${gid} ${groups} --inh-caps +dac_read_search --ambient-caps +dac_read_search `;
}

/** A word for a POSIX shell. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
