/** Where the control groups are. Version 1 has a hierarchy per controller, version 2 one for all. */
export type CgroupMounts =
  | { readonly version: 1; readonly memory: string; readonly cpu: string; readonly cpuacct?: string }
  | { readonly version: 2; readonly root: string };

/** Reads `/proc/mounts`. On machines with both, version 1 is taken when its memory controller is mounted, since a controller belongs to one version only. */
export function cgroupMounts(mounts: string): CgroupMounts | undefined {
  const rows = mounts.split('\n').map((line) => {
    const [, path = '', type = '', options = ''] = line.split(' ');
    return { path, type, options: options.split(',') };
  });
  const controller = (name: string): string | undefined => rows.find(({ type, options }) => type === 'cgroup' && options.includes(name))?.path;
  const [memory, cpu, cpuacct] = [controller('memory'), controller('cpu'), controller('cpuacct')];
  if (memory !== undefined && cpu !== undefined) return { version: 1, memory, cpu, ...(cpuacct === undefined ? {} : { cpuacct }) };
  const root = rows.find(({ type }) => type === 'cgroup2')?.path;
  return root === undefined ? undefined : { version: 2, root };
}
